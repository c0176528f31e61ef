"""What the codes of a verdict mean, in words for people who are not lawyers."""

REASONS = {
    "U_UNKNOWN": "the licence of what it was made from is missing or its terms are not known",
    "D_UNKNOWN": "its own licence is missing or its terms are not known",
    "ACT_PROHIBITED_TRAIN": "the licence above forbids using the work or its outputs to train another model",
    "OUTPUT_USE_LIMIT": "what the model generated may not train another model, and whoever uses the data must know",
    "ND_DERIVATIVE": "the licence above forbids passing on changed versions",
    "SA_BROKEN": "the licence above asks for the same licence on what is made from it",
    "NC_DROPPED": "the licence above forbids commercial use, and its own licence does not",
    "RO_DROPPED": "the licence above allows research only, and its own licence allows more",
    "ND_DROPPED": "the licence above forbids changed versions, and its own licence does not",
    "UR_DROPPED": "the licence above bars certain uses, and its own licence does not",
    "AUP_DROPPED": "the vendor's rules on acceptable use are not passed on",
    "CAP_DROPPED": "the vendor's limit on users or revenue is not passed on",
    "NT_DROPPED": "the rule that it may not train other models is not passed on",
    "GEO_DROPPED": "the exclusion of a region is not passed on",
    "ROY_DROPPED": "the royalty is not passed on",
    "UR_SUBSET_ONLY": "its own licence bars fewer uses than the licence above",
    "RO_WEAKENED": "the licence above allows research only, its own allows any non-commercial use",
    "VERSION_MISMATCH": "it declares another version of the licence above",
    "OR_LATER_UNKNOWN": "whether a later version of the licence may be chosen is not stated",
    "COMPATIBILITY_CHECK": "the licence may be changed to this one only under conditions",
    "TERMS_INCOMPLETE": "not all terms of the licence above are known",
    "MATRIX_CONFLICT": "a published table says that the two licences do not fit",
    "MATRIX_CHECK": "a published table says that it depends on how the works are joined",
    "MATRIX_UNKNOWN": "the published table leaves the two licences open",
    "NOT_IN_MATRIX": "the published table does not have the two licences",
    "RELABEL_OF_COPY": "it is a copy in the same or another form and carries another licence",
    "BR_DROPPED": "the words to display are not passed on",
    "NAME_DROPPED": "the rule about the model's name is not passed on",
    "NAME_MISSING": "its name does not begin as the licence above asks",
    "VENDOR_LICENSE_FOREIGN": "it carries a vendor's licence although nothing above it comes from that vendor",
    "EXTRA_RESTRICTION": "one of its own licences allows no further restrictions, and another one adds some",
    "LIST_AMBIGUOUS": "several licences are listed and it is not said whether all apply or one may be chosen",
    "METADATA_CONTRADICTION": "the card names two different licences",
    "IRRECONCILABLE_PARENTS": "two of its parents have licences that no common licence can satisfy",
    "REACH_UNCLEAR": "whether that term reaches so far is unclear",
    "INHERITED": "the terms come from further up and were lost on the way",
    "SEVERAL_LICENSES": "it declares several licences, which this rule set leaves out",
}


def reason(code: str) -> str:
    """A code in words; itself where it has none."""
    return REASONS.get(code, code)

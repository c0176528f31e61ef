"""A check is asked of few models only where it may find something of them that it did not find before."""

from supplygraph.checks.names import naming_checks

_CHECKS = {check.name: check for check in naming_checks()}


def resting_on(*names: str) -> set[str]:
    return {name for name, check in _CHECKS.items() if check.rests_on(set(names))}


def test_what_no_check_reads_asks_for_none() -> None:
    assert resting_on("likes", "gated_since") == set()


def test_downloads_choose_among_models_of_one_name_only() -> None:
    assert resting_on("downloads") == {"naming-lineage-base-undeclared"}


def test_whether_anybody_describes_a_model_matters_to_all() -> None:
    assert resting_on("status") == set(_CHECKS)


def test_languages_matter_to_the_check_of_languages() -> None:
    assert resting_on("HAS_LANGUAGE") == {"naming-metadata-language"}


def test_a_check_needs_what_it_reads() -> None:
    needs = _CHECKS["naming-metadata-type-architecture"].needs
    assert "OF_TYPE" in needs
    assert "HAS_ARCHITECTURE" in needs
    # Those that are handed down are asked of what models were made from, too.
    assert "own" in _CHECKS["naming-metadata-type"].needs.split()
    assert "own" not in _CHECKS["naming-lineage-parameters"].needs.split()

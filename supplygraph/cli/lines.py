"""One line and one example for each command, where its own help does not have them."""

#: What the list of commands says, by the words of the command.
SHORT = {
    "load bom": "Bills of materials: CycloneDX and SPDX.",
    "load publishers": "Who the Hub has verified, of publishers.",
    "load croissant": "Licences and origins of datasets, from Croissant files.",
    "load cards": "Model and dataset cards in folders on disk.",
    "load code": "What the code of repositories loads and mentions.",
    "load fingerprints": "Architectures, from the headers of weight files.",
    "load github": "Licence, stars, activity and renames of repositories.",
    "load github-licenses": "Licences of repositories, from checkouts or a list.",
    "load hub": "Models and datasets of the live Hugging Face Hub.",
    "load hub-file": "Listings and dumps of the Hub, and own tables.",
    "load license-matrix": "A licence compatibility sheet.",
    "load license-profile": "A rule set for licences of your own.",
    "load peatmoss": "The PeaTMOSS database.",
    "load peatmoss-json": "Metadata that PeaTMOSS extracted from model cards.",
    "load peatmoss-links": "Which repository uses which model, by PeaTMOSS.",
    "load records": "Anything you want to state, one artifact a line.",
    "load sample": "About 240 well-known models, to try things out.",
    "load snapshot": "A whole graph that `export snapshot` wrote.",
    "scan": "List which models and datasets code loads, and where.",
    "check": "Run all checks; say what they find and what to do.",
    "gate": "Decide by a policy what may be used, for a pipeline.",
    "what-if": "Which verdicts change with another licence or base.",
    "report": "A report on the graph or on one artifact, as a file.",
    "measure": "PageRank, betweenness and communities, kept in the graph.",
    "lock": "Write down what code loads, or check that nothing changed.",
    "recall": "Who is below an artifact that is withdrawn; texts to send.",
    "check-repo": "Judge the licences of what a repository's code uses.",
    "license check": "Judge the licence of a model, dataset or repository.",
    "license show": "One licence in plain words.",
    "license list": "The licences that are known.",
    "completion": "Install completion for a shell.",
    "search": "List artifacts and publishers by a part of their name.",
    "reproduce naming": "The study of model names (EMSE 2025).",
    "reproduce peatmoss": "The PeaTMOSS study (MSR 2024).",
    "mcp": "Let an assistant ask the graph (Model Context Protocol).",
    "explore": "Explore the graph as pages in the web browser.",
    "export bom": "A bill of materials: CycloneDX or SPDX.",
    "export browser": "All questions as saved scripts of Neo4j Browser.",
    "export csv": "A CSV file for each label and relationship type.",
    "export graphml": "GraphML, for Gephi, Cytoscape, igraph or networkx.",
    "export import-parts": "The whole graph for `neo4j-admin`, with its command.",
    "export jsonl": "A node or relationship a line, as JSON.",
    "export networkx": "The node-link JSON of networkx.",
    "export parquet": "A Parquet file for each label and relationship type.",
    "export pyg": "NumPy arrays for PyTorch Geometric.",
    "export snapshot": "The graph as a data set to publish and cite.",
    "export records": "The whole graph in the plain record format.",
    "schema coverage": "How many artifacts state each property.",
    "schema cypher": "Constraints and indexes, as Cypher.",
    "schema graph": "Nodes, relationships and properties, as Markdown.",
}

#: Commands to try, by the words of the command.
EXAMPLES = {
    "load": ("load sample", "load hub --model mistralai/Mistral-7B-v0.1"),
    "load cards": ("load cards ~/.cache/huggingface/hub",),
    "load code": ("load code . --repository github.com/acme/app",),
    "load github-licenses": ("load github-licenses checkouts/",),
    "load hub": ("load hub --model mistralai/Mistral-7B-v0.1", "load hub --author Qwen --limit 500"),
    "load license-matrix": ("load license-matrix sheet.csv --date 2023-05-01",),
    "load license-profile": ("load license-profile our-rules.toml",),
    "load peatmoss": ("load peatmoss PeaTMOSS.db",),
    "load peatmoss-json": ("load peatmoss-json metadata.json",),
    "load peatmoss-links": ("load peatmoss-links mapping.csv --repo-licenses all_gh_licenses.json",),
    "load records": ("load records models.jsonl",),
    "load sample": ("load sample",),
    "name": ("name read Qwen/Qwen2.5-7B-Instruct-AWQ", "name check me/my-model --base Qwen/Qwen2.5-7B"),
    "license": ("license check NousResearch/Hermes-3-Llama-3.1-8B", "license show llama3.1"),
    "license show": ("license show llama3.1",),
    "derive": ("derive",),
    "reproduce": ("reproduce peatmoss artifact/",),
    "reproduce naming": ("reproduce naming artifact/",),
    "reproduce peatmoss": ("reproduce peatmoss artifact/ --db PeaTMOSS.db",),
    "export": ("export records --out graph.jsonl", "export parquet graph/"),
    "export browser": ("export browser scripts/",),
    "export records": ("export records --out graph.jsonl",),
    "schema": ("schema coverage", "schema records"),
    "schema coverage": ("schema coverage",),
    "schema cypher": ("schema cypher",),
    "schema graph": ("schema graph",),
    "schema records": ("schema records",),
    "up": ("up --browser",),
    "down": ("down",),
    "status": ("status --show-password",),
}


def short_of(path: str, text: str | None) -> str:
    """The line of a command in the list of commands.

    Args:
        path: Its words, such as `load hub`.
        text: Its own help.
    """
    return SHORT.get(path) or (text or "").strip().splitlines()[0]


def epilog_of(path: str) -> str | None:
    """What stands below the options of a command: how it is called."""
    lines = EXAMPLES.get(path)
    if lines is None:
        return None
    word = "Example:" if len(lines) == 1 else "Examples:"
    return "\b\n" + "\n".join([word, *(f"  supplygraph {line}" for line in lines)])

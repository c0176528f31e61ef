"""Where the real data are that some tests and benchmarks need; what needs more than there is is skipped and says so."""

import os
from pathlib import Path

DATA = Path(os.environ.get("SUPPLYGRAPH_DATA") or Path(__file__).parents[2] / "shared" / "data")

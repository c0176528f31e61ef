# What `make demo` runs, once the package is installed into $BIN: load the sample, ask three things, say what is next.
set -eu
say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
ask() { say "\$ supplygraph $*"; "$BIN/supplygraph" "$@"; }
if [ -n "${NO_COLOR:-}" ] || [ ! -t 1 ]; then say() { printf '\n%s\n' "$*"; }; fi

say "1. Load about 240 well-known models, datasets and repositories into a local Neo4j"
if [ ! -t 2 ]; then echo "(the first start fetches Neo4j: about 200 MB, once)"; fi
ask load sample

say "2. What was made from Mistral-7B, and where does the licence change (≠)?"
ask show mistralai/Mistral-7B-v0.1

say "3. Which relabellings are most frequent?"
ask query license-changes --max-rows 8

say "4. From what does this merge descend, through which steps, under which licences?"
ask query lineage-ancestors --model-id MohammadOthman/Mistral-NeuralHermes-Merge-7B-slerp

say "Next"
cat <<END
  $BIN/supplygraph query                       all stored questions
  $BIN/supplygraph query lineage-graph --browser --open
                                              the lineage as a picture in Neo4j Browser
  $BIN/supplygraph load hub-file DUMP          a real dump of the Hub (JSON Lines, Parquet, CSV)
  $BIN/supplygraph status                      where the graph lives, and how to log in
  $BIN/supplygraph down                        stop the local Neo4j (it also stops by itself)
END
"$BIN/supplygraph" status | grep -E '^(Browser|Log in)'

# What `make demo` runs, once the package is installed into $BIN: a licence conflict is found, drawn and repaired.
set -eu
say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
if [ -n "${NO_COLOR:-}" ] || [ ! -t 1 ]; then say() { printf '\n%s\n' "$*"; }; fi
# A check that finds a conflict ends with 1, which is what this is about.
ask() { say "\$ supplygraph $*"; "$BIN/supplygraph" "$@" || [ $? -eq 1 ]; }
export PAGER=cat

say "1. Load about 240 well-known models, datasets and repositories into a local Neo4j"
if [ ! -t 2 ]; then echo "(the first start fetches Neo4j: about 200 MB, once)"; fi
ask load sample

say "2. A conflict: whose licence drops terms of the licence it was made under?"
ask query license-impact --max-rows 5

say "3. The path: where were the terms of one of them lost, and who is affected?"
ask license check NousResearch/Nous-Hermes-Llama2-13b
ask show meta-llama/Llama-2-13b-hf

say "4. The repair: which licences resolve it, and what does a gate say to somebody who sells it?"
ask query license-repair --artifact NousResearch/Nous-Hermes-Llama2-13b --columns license,verdict_if_chosen
ask gate NousResearch/Nous-Hermes-Llama2-13b --use sell

say "Next"
cat <<END
  supplygraph                  where to start
  supplygraph query            all stored questions
  supplygraph load hub --model MODEL       a model of the live Hub, with its bases
  supplygraph load hub-file DUMP           a real dump of the Hub (JSON Lines, Parquet, CSV)
  supplygraph explore --open   the graph as pages in the web browser
  supplygraph down             stop the local Neo4j (it also stops by itself)
END
echo "  (here: $BIN/supplygraph)"
"$BIN/supplygraph" status | grep -E '^(Browser|Log in)'

// Lints stored queries with Neo4j's own parser and semantic checker, for Cypher 5 and 25.
//
//   npm install @neo4j-cypher/language-support@2.0.0-next.38
//   node lint_cypher.cjs < queries.json
//
// Reads {schema: {labels, relationshipTypes, propertyKeys}, queries: [{name, statement, parameters}]} and prints one
// JSON object a finding: {name, language, line, severity, message}.
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const modules = process.env.NODE_PATH || process.cwd();
const { lintCypherQuery } = createRequire(join(modules, 'x.js'))('@neo4j-cypher/language-support');

const { schema, queries } = JSON.parse(readFileSync(0, 'utf8'));
for (const { name, statement, parameters } of queries) {
  for (const defaultLanguage of ['CYPHER 5', 'CYPHER 25']) {
    const result = lintCypherQuery(statement, { ...schema, parameters, defaultLanguage });
    for (const found of result.diagnostics ?? result) {
      const severity = found.severity === 1 ? 'error' : 'warning';
      const line = found.range.start.line + 1;
      console.log(JSON.stringify({ name, language: defaultLanguage, line, severity, message: found.message }));
    }
  }
}

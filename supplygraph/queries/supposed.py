"""What a question is asked under where guesses are to count as if they were stated, until it is answered."""

#: The statements that let the guesses that `impute` keeps stand for facts. What follows from facts stays as it is.
GUESSES = (
    """
    MATCH (one:Model)-[guess:IMPUTED {fact: "license"}]->(license:License)
    WHERE NOT EXISTS { (one)-[:DECLARES]->() }
    CREATE (one)-[:DECLARES {
      role: "main", operator: "single", source: guess.source, sources: guess.sources, evidence: ["inferred"],
      first_seen: guess.first_seen, last_seen: guess.last_seen
    }]->(license)
    SET one.license_id = license.id, one.license_ids = [license.id], one.license_statement = license.id,
        one.license_class = license.class, one.license_missing = false
    """,
    """
    MATCH (one:Model)-[guess:IMPUTED {fact: "task"}]->(task:Task)
    WHERE one.task IS NULL
    CREATE (one)-[:HAS_TASK {
      source: guess.source, sources: guess.sources, first_seen: guess.first_seen, last_seen: guess.last_seen
    }]->(task)
    SET one.task = task.name
    """,
    """
    MATCH (one:Model)-[guess:IMPUTED {fact: "relation"}]->(base:Model)<-[step:DERIVED_FROM]-(one)
    WHERE step.relation = "undeclared"
    SET step.relation = guess.relation
    """,
    """
    MATCH (one:Model)-[guess:IMPUTED {fact: "base"}]->(base:Model)
    WHERE NOT EXISTS { (one)-[:DERIVED_FROM]->(base) }
    CREATE (one)-[:DERIVED_FROM {
      relation: "undeclared", channel: "deriv", source: guess.source, sources: guess.sources, evidence: ["inferred"],
      first_seen: guess.first_seen, last_seen: guess.last_seen
    }]->(base)
    """,
)

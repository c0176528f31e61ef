// Constraints and indexes of the graph; generated from supplygraph/schema, do not edit

CREATE CONSTRAINT model_id IF NOT EXISTS
FOR (n:Model) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT dataset_id IF NOT EXISTS
FOR (n:Dataset) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT space_id IF NOT EXISTS
FOR (n:Space) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT repository_id IF NOT EXISTS
FOR (n:Repository) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT package_id IF NOT EXISTS
FOR (n:Package) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT license_id IF NOT EXISTS
FOR (n:License) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT license_term_code IF NOT EXISTS
FOR (n:LicenseTerm) REQUIRE n.code IS UNIQUE;

CREATE CONSTRAINT profile_name IF NOT EXISTS
FOR (n:Profile) REQUIRE n.name IS UNIQUE;

CREATE CONSTRAINT compatibility_matrix_name IF NOT EXISTS
FOR (n:CompatibilityMatrix) REQUIRE n.name IS UNIQUE;

CREATE CONSTRAINT _license_statement_id IF NOT EXISTS
FOR (n:_LicenseStatement) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT _license_pair_id IF NOT EXISTS
FOR (n:_LicensePair) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT license_verdict_id IF NOT EXISTS
FOR (n:LicenseVerdict) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT publisher_name IF NOT EXISTS
FOR (n:Publisher) REQUIRE n.name IS UNIQUE;

CREATE CONSTRAINT library_name IF NOT EXISTS
FOR (n:Library) REQUIRE n.name IS UNIQUE;

CREATE CONSTRAINT task_name IF NOT EXISTS
FOR (n:Task) REQUIRE n.name IS UNIQUE;

CREATE CONSTRAINT domain_name IF NOT EXISTS
FOR (n:Domain) REQUIRE n.name IS UNIQUE;

CREATE CONSTRAINT language_name IF NOT EXISTS
FOR (n:Language) REQUIRE n.name IS UNIQUE;

CREATE CONSTRAINT architecture_name IF NOT EXISTS
FOR (n:Architecture) REQUIRE n.name IS UNIQUE;

CREATE CONSTRAINT model_type_name IF NOT EXISTS
FOR (n:ModelType) REQUIRE n.name IS UNIQUE;

CREATE CONSTRAINT family_name IF NOT EXISTS
FOR (n:Family) REQUIRE n.name IS UNIQUE;

CREATE CONSTRAINT check_name IF NOT EXISTS
FOR (n:Check) REQUIRE n.name IS UNIQUE;

CREATE CONSTRAINT attribute_id IF NOT EXISTS
FOR (n:Attribute) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT _facts_id IF NOT EXISTS
FOR (n:_Facts) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT fingerprint_id IF NOT EXISTS
FOR (n:Fingerprint) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT paper_id IF NOT EXISTS
FOR (n:Paper) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT alias_id IF NOT EXISTS
FOR (n:Alias) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT load_id IF NOT EXISTS
FOR (n:Load) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT _graph_format_id IF NOT EXISTS
FOR (n:_GraphFormat) REQUIRE n.id IS UNIQUE;

CREATE INDEX model_status IF NOT EXISTS
FOR (n:Model) ON (n.status);

CREATE INDEX model__folded IF NOT EXISTS
FOR (n:Model) ON (n._folded);

CREATE INDEX model_lineage_component IF NOT EXISTS
FOR (n:Model) ON (n.lineage_component);

CREATE INDEX model_lineage_depth IF NOT EXISTS
FOR (n:Model) ON (n.lineage_depth);

CREATE INDEX model_downloads IF NOT EXISTS
FOR (n:Model) ON (n.downloads);

CREATE INDEX model_author IF NOT EXISTS
FOR (n:Model) ON (n.author);

CREATE INDEX model_task IF NOT EXISTS
FOR (n:Model) ON (n.task);

CREATE INDEX model_library IF NOT EXISTS
FOR (n:Model) ON (n.library);

CREATE INDEX model_created_at IF NOT EXISTS
FOR (n:Model) ON (n.created_at);

CREATE INDEX model_license_id IF NOT EXISTS
FOR (n:Model) ON (n.license_id);

CREATE INDEX model_license_class IF NOT EXISTS
FOR (n:Model) ON (n.license_class);

CREATE INDEX model_family IF NOT EXISTS
FOR (n:Model) ON (n.family);

CREATE INDEX model__name_key IF NOT EXISTS
FOR (n:Model) ON (n._name_key);

CREATE INDEX model__name_look IF NOT EXISTS
FOR (n:Model) ON (n._name_look);

CREATE INDEX model__name_stem IF NOT EXISTS
FOR (n:Model) ON (n._name_stem);

CREATE INDEX model_weights_digest IF NOT EXISTS
FOR (n:Model) ON (n.weights_digest);

CREATE INDEX model_license_file IF NOT EXISTS
FOR (n:Model) ON (n.license_file);

CREATE INDEX model_names_itself IF NOT EXISTS
FOR (n:Model) ON (n.names_itself);

CREATE INDEX model_unusable_bases IF NOT EXISTS
FOR (n:Model) ON (n.unusable_bases);

CREATE INDEX dataset_status IF NOT EXISTS
FOR (n:Dataset) ON (n.status);

CREATE INDEX dataset__folded IF NOT EXISTS
FOR (n:Dataset) ON (n._folded);

CREATE INDEX dataset__name_key IF NOT EXISTS
FOR (n:Dataset) ON (n._name_key);

CREATE INDEX dataset_license_file IF NOT EXISTS
FOR (n:Dataset) ON (n.license_file);

CREATE INDEX repository__folded IF NOT EXISTS
FOR (n:Repository) ON (n._folded);

CREATE INDEX license_class IF NOT EXISTS
FOR (n:License) ON (n.class);

CREATE INDEX license_verdict__pair IF NOT EXISTS
FOR (n:LicenseVerdict) ON (n._pair);

CREATE INDEX check_topic IF NOT EXISTS
FOR (n:Check) ON (n.topic);

CREATE INDEX attribute_checklist IF NOT EXISTS
FOR (n:Attribute) ON (n.checklist);

CREATE INDEX fingerprint_structure IF NOT EXISTS
FOR (n:Fingerprint) ON (n.structure);

CREATE INDEX fingerprint_body IF NOT EXISTS
FOR (n:Fingerprint) ON (n.body);

CREATE INDEX fingerprint_family IF NOT EXISTS
FOR (n:Fingerprint) ON (n.family);

CREATE INDEX fingerprint_volumes IF NOT EXISTS
FOR (n:Fingerprint) ON (n.volumes);

CREATE INDEX alias__folded IF NOT EXISTS
FOR (n:Alias) ON (n._folded);

CREATE INDEX declares_contradicted IF NOT EXISTS
FOR ()-[r:DECLARES]-() ON (r.contradicted);

CREATE INDEX dropped__derive_pass IF NOT EXISTS
FOR ()-[r:DROPPED]-() ON (r._derive_pass);

CREATE FULLTEXT INDEX model_weight_hashes IF NOT EXISTS
FOR (n:Model) ON EACH [n.weight_hashes]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'keyword'}};

CREATE FULLTEXT INDEX artifact_search IF NOT EXISTS
FOR (n:Model|Dataset|Repository|License|Publisher) ON EACH [n.id, n.name, n.title, n.spdx];

"""The stored questions as methods with types; generated from `cypher/`, do not edit."""

from collections.abc import Callable, Sequence

from supplygraph.queries.run import Result


class Questions:
    """Asks the graph stored questions: `graph.questions.lineage_ancestors("acme/model", max_hops=3)`.

    Every method raises `InputError` where the graph does not have an artifact that an argument names, `QueryError`
    where an argument is refused, and `ServerError` where the server cannot be used.

    Args:
        ask: Runs a stored question by its name and parameters.
    """

    def __init__(self, ask: Callable[..., Result]) -> None:
        self._ask = ask

    def artifact_above(
        self,
        model_ids: Sequence[str],
        *,
        max_rows: int = 5000,
    ) -> Result:
        """What artifacts were made from directly.

        Which models and datasets were each of some models made from or trained on, and how?

        Args:
            model_ids: Hub ids of the models.
            max_rows: Most rows to return.

        Returns:
            One row per model and what is above it. Columns:
            `model` (STRING): the model
            `above` (STRING): id of what it was made from or trained on
            `relation` (STRING): finetune, adapter …, or trained_on
        """
        return self._ask("artifact-above", model_ids=model_ids, max_rows=max_rows)

    def artifact_brief(
        self,
        *,
        artifacts: Sequence[str] = ("meta-llama/Llama-3.1-8B", "mistralai/Mistral-7B-v0.1"),
        max_rows: int = 1000,
    ) -> Result:
        """Artifacts in brief.

        Under which licence is each of some models, datasets and repositories, at which commit, and when was it
        described?

        Args:
            artifacts: Ids of models, datasets and repositories.
            max_rows: Most rows to return.

        Returns:
            One row per artifact. Columns:
            `artifact` (STRING): id of the artifact
            `kind` (STRING): model, dataset or repository
            `license` (STRING): what it declares; null where it declares nothing
            `class` (STRING): coarse class of that licence, such as permissive or community
            `downloads` (INTEGER): downloads in the last 30 days
            `status` (STRING): whether a source describes it (`present`), or others only name it (`stub`) …
            `sha` (STRING): its newest commit that a source names
            `last_seen` (ZONED DATETIME): when a source last described it
        """
        return self._ask("artifact-brief", artifacts=artifacts, max_rows=max_rows)

    def artifact_examples(
        self,
        *,
        per_reason: int = 3,
        max_rows: int = 20,
    ) -> Result:
        """Where to start looking.

        Which models are telling examples, because they are in conflict, head a wide family, or are merged from
        many?

        Args:
            per_reason: Most models of each reason.
            max_rows: Most rows to return.

        Returns:
            One row per reason and model. Columns:
            `reason` (STRING): conflict, family or merge
            `model` (STRING): Hub id of the model
            `number` (INTEGER): licences in conflict, models below it, or models that it is made from
            `about` (STRING): the licence that is violated; null for other reasons
            `downloads` (INTEGER): downloads in the last 30 days
        """
        return self._ask("artifact-examples", per_reason=per_reason, max_rows=max_rows)

    def artifact_facts(
        self,
        artifact: str,
        *,
        max_rows: int = 5,
    ) -> Result:
        """Everything that is stated of an artifact.

        Which properties does a model, dataset or repository have, and how many others are joined to it?

        Args:
            artifact: The model, dataset or repository.
            max_rows: Most rows to return.

        Returns:
            One row per artifact. Columns:
            `kind` (STRING): model, dataset or repository
            `id` (STRING): its id
            `properties` (MAP): its properties by name
            `publisher` (STRING): who publishes it
            `licenses` (LIST<STRING>): ids of the licences that it declares
            `counts` (MAP): how many artifacts are joined to it, by what they are to it
        """
        return self._ask("artifact-facts", artifact=artifact, max_rows=max_rows)

    def artifact_findings(
        self,
        artifact: str,
        *,
        max_rows: int = 100,
    ) -> Result:
        """What the checks find on an artifact.

        Which findings are there on one artifact, how serious are they, and what is to be done?

        Args:
            artifact: The model, dataset or repository.
            max_rows: Most rows to return.

        Returns:
            One row per finding, the most serious first. Columns:
            `check` (STRING): name of the check
            `topic` (STRING): what the check is about
            `title` (STRING): the check in words
            `class` (STRING): conflict, risk, related, missing or uninformative
            `severity` (STRING): high, medium or low
            `about` (STRING): what it was held against
            `claimed` (STRING): what is claimed
            `actual` (STRING): what is known
            `evidence` (STRING): how that is known
            `remedy` (STRING): what to do about it
            `path` (LIST<STRING>): ids from the artifact to where it comes from, both included
        """
        return self._ask("artifact-findings", artifact=artifact, max_rows=max_rows)

    def artifact_list(
        self,
        *,
        publisher: str | None = None,
        license: str | None = None,
        dataset: str | None = None,
        max_rows: int = 100,
    ) -> Result:
        """Artifacts of a publisher, under a licence, or trained on a dataset.

        Which models, datasets and repositories does somebody publish, declare a licence, or are trained on or
        generated from something?

        Args:
            publisher: Artifacts of this publisher.
            license: Artifacts that declare this licence.
            dataset: Models trained on this dataset, and datasets made from it.
            max_rows: Most rows to return.

        Returns:
            One row per artifact, the most downloaded first. Columns:
            `kind` (STRING): model, dataset, repository or space
            `id` (STRING): its id
            `license` (STRING): what it declares
            `downloads` (INTEGER): downloads in the last 30 days; null where no source says
            `descendants` (INTEGER): artifacts that were made from it, directly or through others
            `conflict` (BOOLEAN): whether it is in conflict under the rule set default
        """
        return self._ask("artifact-list", publisher=publisher, license=license, dataset=dataset, max_rows=max_rows)

    def artifact_search(
        self,
        *,
        text: str = "mistral",
        kinds: Sequence[str] = (),
        max_rows: int = 20,
    ) -> Result:
        """Artifacts by words of their names.

        Which models, datasets, licences, repositories and publishers have a name like this, in any letter case
        and with typing errors?

        Asks the full-text index artifact_search. Of the 1,000 artifacts that fit best, those that much is made
        from or that are downloaded much come first.

        Args:
            text: Words of the name; the beginning of a word is enough.
            kinds: What to look for, of model, dataset, license, repository and publisher; all where none is
                named.
            max_rows: Most rows to return.

        Returns:
            One row per artifact, the best first. Columns:
            `kind` (STRING): model, dataset, license, repository or publisher
            `id` (STRING): its id; the name of a publisher
            `license` (STRING): what it declares; null where it declares nothing, and for licences and
                publishers
            `downloads` (INTEGER): downloads in the last 30 days; of a repository its stars, of a publisher what
                it publishes, of a licence how many declare it
            `status` (STRING): whether a source describes it (`present`), or others only name it (`stub`) …
        """
        return self._ask("artifact-search", text=text, kinds=kinds, max_rows=max_rows)

    def artifact_statements(
        self,
        artifact: str,
        *,
        max_rows: int = 100,
    ) -> Result:
        """What sources state of an artifact, with the evidence.

        What is an artifact joined to, which sources state it, by which evidence, and do they agree?

        Args:
            artifact: The model, dataset or repository.
            max_rows: Most rows to return.

        Returns:
            One row per relationship of the artifact to something that is stated of it. Columns:
            `fact` (STRING): type of the relationship, such as DECLARES or DERIVED_FROM
            `kind` (STRING): what the other end is, of model, dataset, license, repository, publisher or other
            `value` (STRING): id or name of the other end
            `relation` (STRING): how it was derived; null for other facts
            `raw` (LIST<STRING>): as it was written, where that differs
            `evidence` (LIST<STRING>): where it was stated
            `sources` (LIST<STRING>): sources that state it
            `claims` (LIST<STRING>): the single statements on a derivation, as `source:evidence=relation`
            `disagree` (BOOLEAN): whether these statements contradict each other
            `last_seen` (ZONED DATETIME): start of the load that last stated it
        """
        return self._ask("artifact-statements", artifact=artifact, max_rows=max_rows)

    def artifact_uses(
        self,
        *,
        artifact: str | None = None,
        repository: str | None = None,
        profile: str = "default",
        max_rows: int = 100,
    ) -> Result:
        """Where code loads a model or dataset.

        Which repositories load an artifact, or what does a repository load, in which files and lines, and do
        the licences fit?

        Args:
            artifact: Only this model or dataset.
            repository: Only this repository.
            profile: Rule set of the verdict.
            max_rows: Most rows to return.

        Returns:
            One row per repository and artifact, the repositories with most stars first. Columns:
            `repository` (STRING): the repository
            `stars` (INTEGER): its stars
            `kind` (STRING): what it loads, model or dataset
            `artifact` (STRING): id of that
            `license` (STRING): what the artifact declares
            `role` (STRING): part of the repository with most calls, of src, test and example
            `pinned` (BOOLEAN): whether every call names a revision
            `places` (LIST<STRING>): file and line of each call
            `calls` (LIST<STRING>): the calls, in the order of the places
            `verdict` (STRING): whether the licence of the repository fits, of conflict, unknown, warning or
                compatible
        """
        return self._ask("artifact-uses", artifact=artifact, repository=repository, profile=profile, max_rows=max_rows)

    def bom_artifacts(
        self,
        *,
        models: Sequence[str] | None = None,
        datasets: Sequence[str] | None = None,
        repositories: Sequence[str] | None = None,
        max_rows: int = 10000,
    ) -> Result:
        """What artifacts rest on, down to the roots.

        Which models and datasets are given models, datasets and repositories made from, trained on, generated
        from or do they load?

        At most 50 steps are followed. What no source describes has the status `stub`: what it rests on is not
        known.

        Args:
            models: Models to start from.
            datasets: Datasets to start from.
            repositories: Repositories to start from.
            max_rows: Most rows to return.

        Returns:
            One row per artifact, the given ones first. Columns:
            `kind` (STRING): model, dataset or repository
            `artifact` (STRING): its id
            `hops` (INTEGER): steps on the shortest way to it; 0 for the given ones
            `facts` (MAP): its properties; without the author where only the id names one
        """
        return self._ask(
            "bom-artifacts",
            models=models,
            datasets=datasets,
            repositories=repositories,
            max_rows=max_rows,
        )

    def bom_statements(
        self,
        *,
        models: Sequence[str] | None = None,
        datasets: Sequence[str] | None = None,
        repositories: Sequence[str] | None = None,
        max_rows: int = 1000000,
    ) -> Result:
        """What is stated of artifacts.

        Which licences, bases, datasets, tasks and other words does the graph have for given artifacts?

        Relationships that only the id of an artifact says, and those that are derived, are left out.

        Args:
            models: The models.
            datasets: The datasets.
            repositories: The repositories.
            max_rows: Most rows to return.

        Returns:
            One row per statement. Columns:
            `kind` (STRING): model, dataset or repository
            `artifact` (STRING): its id
            `relation` (STRING): type of the relationship that states it
            `other_kind` (STRING): model, dataset, repository or space where it names an artifact
            `other` (STRING): its id or name
            `words` (MAP): what is known of that
            `facts` (MAP): properties of the relationship
        """
        return self._ask(
            "bom-statements",
            models=models,
            datasets=datasets,
            repositories=repositories,
            max_rows=max_rows,
        )

    def license_conflicts_stale(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Licence conflicts that stand in the graph otherwise than they are judged.

        Which conflict has no CONFLICTS_WITH relationship, and which relationship has no conflict any more?

        A row means that the derivation has not ended since an edge, a licence or what is known of licences
        changed.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per artifact, licence and rule set; none where all is as judged. Columns:
            `artifact` (STRING): the artifact
            `license` (STRING): the licence that is violated
            `profile` (STRING): the rule set
            `state` (STRING): missing where the relationship is, stale where the conflict is
        """
        return self._ask("license-conflicts-stale", max_rows=max_rows)

    def license_unjudged(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Edges without a verdict on their licences.

        Which edges have no verdict under a rule set that judges their relation?

        A row means that the derivation has not ended since the edge or what is known of licences changed.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per edge and rule set; none where everything is judged. Columns:
            `downstream` (STRING): the lower artifact
            `upstream` (STRING): the upper artifact
            `relation` (STRING): finetune, adapter …, trained_on, generated_from or uses
            `profile` (STRING): the rule set
        """
        return self._ask("license-unjudged", max_rows=max_rows)

    def fingerprint_clusters(
        self,
        *,
        level: str = "structure",
        component: str = "model",
        min_models: int = 2,
        max_rows: int = 100,
    ) -> Result:
        """Models of the same architecture.

        Which models have the same tensors, layers or layer pattern, whatever their cards say?

        Equal headers do not prove a common origin: two trainings from scratch may choose the same sizes.
        Weights whose shapes before quantisation are unknown (bitsandbytes 4-bit) meet only their like.

        Args:
            level: What has to be equal, of exact, structure, body, family and volumes (see the schema of
                Fingerprint).
            component: Part of the models to compare, such as model, adapter or unet.
            min_models: Fewest models of a cluster.
            max_rows: Most rows to return.

        Returns:
            One row per cluster. Columns:
            `cluster` (STRING): the digest that all have
            `models` (INTEGER): how many models have it
            `lineages` (INTEGER): how many lineages they belong to that nothing connects; a model without any
                counts as one
            `architecture` (STRING): architecture of the layer pattern; for several the first by name
            `layers` (INTEGER): most layers among them
            `hidden_size` (INTEGER): largest width of the layers among them
            `parameters` (INTEGER): most parameters among them
            `model_types` (LIST<STRING>): model types that their configs name
            `examples` (LIST<STRING>): up to five of them, the most downloaded first
        """
        return self._ask(
            "fingerprint-clusters",
            level=level,
            component=component,
            min_models=min_models,
            max_rows=max_rows,
        )

    def fingerprint_facts(
        self,
        model_id: str,
        *,
        max_rows: int = 100,
    ) -> Result:
        """What the weight files of a model show.

        Which architecture, layers, sizes and types do the headers of a model's weight files show?

        Args:
            model_id: The model.
            max_rows: Most rows to return.

        Returns:
            One row per fingerprint of the model. Columns:
            `components` (LIST<STRING>): parts of the model that have it, such as model, adapter or unet
            `architecture` (STRING): model type that the tensors are most like; of several with the same layers
                that of the config; of an adapter else that of the base that it fits
            `alike` (LIST<STRING>): other model types whose layers have tensors of the same names
            `format` (STRING): safetensors or gguf
            `layers` (INTEGER): layers of the largest stack; of an adapter the number that its base needs at
                least
            `hidden_size` (INTEGER): width of the layers
            `vocab_size` (INTEGER): rows of the token embedding
            `parameters` (INTEGER): parameters before quantisation
            `dtype` (STRING): type of most elements as stored
            `quantization` (STRING): how the weights are quantised
            `rank` (INTEGER): rank of an adapter
            `stacks` (LIST<STRING>): each stack of layers with its number and the model type that it is most
                like
            `models` (INTEGER): how many models have the same structure, this one included
            `revision` (STRING): commit that was read
        """
        return self._ask("fingerprint-facts", model_id=model_id, max_rows=max_rows)

    def fingerprint_false(
        self,
        *,
        model_id: str | None = None,
        relations: Sequence[str] = ("finetune", "quantized", "adapter", "copy"),
        classes: Sequence[str] = ("conflict",),
        max_rows: int = 1000,
    ) -> Result:
        """Derivations that the tensors contradict.

        Which declared fine-tunes, quantised models, adapters and copies cannot come from the base that they
        name?

        Stacks of layers are compared one with another, so that a model composed of others fits each of them.
        conflict: another width; another number of layers where weights were only quantised, copied or adapted;
        other shapes of the same tensors; another vocabulary of a copy; other tensors in place of the base's,
        unless they are as many parameters in each layer and those of no other known model type (renamed or
        fused); an adapter that needs a layer, a tensor or a shape that the base lacks; where names or shapes
        are lost (another file format, 4-bit) parameters of the layers that differ by more than a hundredth.
        related: more or fewer layers of the same shapes (pruned or deepened); tensors that one of the two has
        alone; experts in place of the base's feed-forward layers, in its shapes; one of several parts (a vision
        tower, a decoder); another vocabulary; another head, or tied output embeddings; and every finding where
        another declared base fits. Across file formats one layer more or less is related: GGUF may leave out
        layers that only predict further tokens.

        Args:
            model_id: Only derivations of this model; null for all.
            relations: Which derivations to look at.
            classes: Which findings to list, of conflict and related.
            max_rows: Most rows to return.

        Returns:
            One row per derivation and compared component. Columns:
            `child` (STRING): the derived model
            `base` (STRING): what it says it was made from
            `relation` (STRING): how, as declared
            `component` (STRING): part that was compared
            `check` (STRING): layers, width, shapes, tensors, parameters, part, vocabulary or head
            `child_has` (STRING): what the child's headers show
            `base_has` (STRING): what the base's headers show
            `class` (STRING): conflict (the tensors cannot come from there), or related (they can, but not
                unchanged)
        """
        return self._ask(
            "fingerprint-false",
            model_id=model_id,
            relations=relations,
            classes=classes,
            max_rows=max_rows,
        )

    def fingerprint_outliers(
        self,
        *,
        by: str = "model_type",
        claim: str | None = None,
        classes: Sequence[str] = ("conflict", "related"),
        min_models: int = 5,
        min_share: float = 0.5,
        max_rows: int = 1000,
    ) -> Result:
        """Models that are not what their config says.

        Which models claim a model type or class and have other layers than nearly all models that claim it?

        Compared are the names inside a layer, never sizes. conflict: its layers are those of another known
        model type. related: the same or no known architecture, such as a variant with more tensors in each
        layer. GGUF files have names of their own and are compared among themselves; adapters and weights whose
        shapes before quantisation are unknown are left out.

        Args:
            by: What is claimed, model_type or architecture (a class such as LlamaForCausalLM).
            claim: Only this type or class; null for all.
            classes: Which findings to list, of conflict and related.
            min_models: Fewest models of one claim that are compared.
            min_share: Share of the models of a claim that the usual layers must have for others to be outliers.
            max_rows: Most rows to return.

        Returns:
            One row per model and claim. Columns:
            `model` (STRING): the outlier
            `claimed` (STRING): what its config claims
            `architecture` (STRING): model type that its tensors are most like; none where they are like none
                that is known
            `usual` (STRING): that of most models with the claim
            `share` (FLOAT): share of the models with the claim that have the usual layers
            `class` (STRING): conflict, or related
            `evidence` (STRING): the first tensors by which its layers differ from the usual ones
        """
        return self._ask(
            "fingerprint-outliers",
            by=by,
            claim=claim,
            classes=classes,
            min_models=min_models,
            min_share=min_share,
            max_rows=max_rows,
        )

    def fingerprint_twins(
        self,
        model_id: str,
        *,
        component: str = "model",
        levels: Sequence[str] = ("exact", "structure", "body", "volumes"),
        max_rows: int = 100,
    ) -> Result:
        """Models with the tensors or layers of a given model.

        Which other models have the tensors, the layers or the layer pattern of a given model?

        What each level is blind to stands in the schema of Fingerprint; volumes is the one across file formats.

        Args:
            model_id: The model.
            component: Part of the models to compare, such as model, adapter or unet.
            levels: How alike they have to be, of exact, structure, body, volumes and family.
            max_rows: Most rows to return.

        Returns:
            One row per other model. Columns:
            `model` (STRING): the other model
            `level` (STRING): the strictest level at which the two are equal
            `format` (STRING): file format of the other model
            `quantization` (STRING): how its weights are quantised
            `layers` (INTEGER): number of its layers
            `hidden_size` (INTEGER): width of its layers
            `vocab_size` (INTEGER): rows of its token embedding
            `parameters` (INTEGER): number of its parameters
            `connected` (BOOLEAN): whether the two belong to one lineage
        """
        return self._ask("fingerprint-twins", model_id=model_id, component=component, levels=levels, max_rows=max_rows)

    def fingerprint_undeclared(
        self,
        *,
        model_id: str | None = None,
        level: str = "structure",
        classes: Sequence[str] = ("conflict", "missing"),
        min_parameters: int = 1000000,
        max_rows: int = 1000,
    ) -> Result:
        """Likely bases that nobody declares.

        Which models have the very tensors of a known model, although no lineage connects the two?

        conflict: it declares a base whose layers have other names, another width, or other numbers of
        parameters (a pruned or deepened base does not count). missing: it declares no base, and nothing
        descends from it, or its tensors are the very ones of the likely base, types included. related: it
        declares another base that fits, or has descendants of its own, so that it may be a training from
        scratch in the same sizes. No path connects model and likely base, and they have no common ancestor;
        equal headers make a common origin likely and do not prove it.

        Args:
            model_id: Only this model; null for all.
            level: What has to be equal, of structure, body (other vocabulary or head), part (a main stack of
                layers, as of a tower taken out of a model or a language model inside one) and volumes (across
                formats).
            classes: Which findings to list, of conflict, missing and related.
            min_parameters: Fewest parameters; small models are alike by chance.
            max_rows: Most rows to return.

        Returns:
            One row per model. Columns:
            `model` (STRING): the model
            `likely_base` (STRING): the nearest model (structure, then vocabulary, then tensors outside the
                layers) from which most others descend; of several the oldest
            `class` (STRING): conflict, missing or related
            `declared` (STRING): a base that it declares
            `architecture` (STRING): architecture of the layer pattern
            `layers` (INTEGER): number of layers
            `hidden_size` (INTEGER): width of the layers
            `vocab_size` (INTEGER): rows of its token embedding
            `parameters` (INTEGER): number of its parameters
        """
        return self._ask(
            "fingerprint-undeclared",
            model_id=model_id,
            level=level,
            classes=classes,
            min_parameters=min_parameters,
            max_rows=max_rows,
        )

    def license_below(
        self,
        artifact: str,
        *,
        max_rows: int = 100000,
    ) -> Result:
        """What an artifact and everything below it was made from or uses.

        Which edges would a change of an artifact's licence or bases reach, and what is declared below each?

        At most 50 steps are followed.

        Args:
            artifact: The model, dataset or repository.
            max_rows: Most rows to return.

        Returns:
            One row per edge of the artifact and of everything below it; one without an upstream where it has
            none. Columns:
            `downstream` (STRING): the lower artifact
            `kind` (STRING): model, dataset or repository
            `hops` (INTEGER): steps from the artifact down to it; 0 for the artifact itself
            `statement` (MAP): what it declares, with the keys licenses, operator, contradicted and conditions;
                null for nothing
            `downloads` (INTEGER): its downloads in the last 30 days, where they are known
            `upstream` (STRING): what it was made from or uses
            `upstream_kind` (STRING): model or dataset
            `relation` (STRING): finetune, adapter …, trained_on, generated_from or uses
            `way` (STRING): how the two meet for licences
        """
        return self._ask("license-below", artifact=artifact, max_rows=max_rows)

    def license_blame(
        self,
        *,
        profile: str = "default",
        max_rows: int = 100,
    ) -> Result:
        """The licence change that clears the most conflicts.

        Which single artifact, if it took over what it dropped, would free most artifacts of licence conflicts?

        Counts what license-conflicts lists; terms that only wait for a licence, as in license-pending, are not
        a conflict. The change that clears most comes first. Not legal advice.

        Args:
            profile: Rule set, such as default or strict-data.
            max_rows: Most rows to return.

        Returns:
            One row per origin and artifact that dropped its terms first. Columns:
            `origin` (STRING): artifact whose licence was dropped
            `edge` (STRING): the artifact that dropped it, and the origin
            `cleared` (INTEGER): artifacts whose only conflict is this one
        """
        return self._ask("license-blame", profile=profile, max_rows=max_rows)

    def license_chains(
        self,
        *,
        profile: str = "default",
        verdict: str | None = None,
        max_rows: int = 1000,
    ) -> Result:
        """Licences from data over models to code.

        From a dataset over the model trained on it to a repository that uses it, what is the verdict on the
        licences?

        The strongest verdicts come first. Not legal advice.

        Args:
            profile: Rule set, such as default or strict-data.
            verdict: Only this verdict.
            max_rows: Most rows to return.

        Returns:
            One row per dataset, model and repository in a row. Columns:
            `dataset` (STRING): the dataset
            `model` (STRING): the model trained on it
            `repository` (STRING): the repository that uses the model
            `verdict` (STRING): the stronger of the verdicts on the two edges
            `codes` (LIST<STRING>): reasons of both
        """
        return self._ask("license-chains", profile=profile, verdict=verdict, max_rows=max_rows)

    def license_changes(
        self,
        *,
        max_rows: int = 1000,
    ) -> Result:
        """Licences that change along derivations.

        Where a derived artifact declares another licence than its base, which pairs are there, and how often?

        Only derivations whose two ends each declare exactly one licence. Licences are compared as written, so
        two spellings of one licence are a change, and `other` stays `other` whatever its name is.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per pair of licences as written, and relation. Columns:
            `upstream_license` (STRING): licence of the base, as its card writes it
            `downstream_license` (STRING): licence of the derived artifact, as its card writes it
            `relation` (STRING): how it was derived
            `edges` (INTEGER): derivations with this pair
        """
        return self._ask("license-changes", max_rows=max_rows)

    def license_conflicts(
        self,
        *,
        profile: str = "default",
        artifact: str | None = None,
        max_rows: int = 1000,
    ) -> Result:
        """Licence conflicts, inherited ones included.

        Which artifacts have a licence that drops what a licence further up asks for, and where was it dropped
        first?

        Those nearest to the origin come first, of these the most downloaded. Not legal advice.

        Args:
            profile: Rule set, such as default or strict-data.
            artifact: Only this model, dataset or repository.
            max_rows: Most rows to return.

        Returns:
            One row per artifact and licence that it is in conflict with. Columns:
            `artifact` (STRING): the artifact
            `license` (STRING): licence it declares
            `origin` (STRING): nearest artifact with the licence it is in conflict with
            `origin_license` (STRING): that licence
            `hops` (INTEGER): steps from the origin; 1 where the artifact was made from it directly
            `first_drop` (STRING): first artifact on the way that no longer carries the terms
            `terms` (LIST<STRING>): terms that reach the artifact and are not carried
            `codes` (LIST<STRING>): reasons
            `certainty` (STRING): contested where the conflict rests only on disputed readings
        """
        return self._ask("license-conflicts", profile=profile, artifact=artifact, max_rows=max_rows)

    def license_drift(
        self,
        *,
        max_rows: int = 1000,
    ) -> Result:
        """Licence drift.

        From which class of licence to which do derivations and uses move, and how many restrictions go lost?

        A drift is not a conflict: it may be allowed, and a conflict may have no change of class. Whether a term
        reaches the lower artifact does not matter here. Edges whose classes are the same and that lose nothing
        are left out.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per pair of classes and relation. Columns:
            `upstream_class` (STRING): class of the upper artifact's licence; several for several licences, null
                for none
            `downstream_class` (STRING): class of the lower artifact's licence
            `relation` (STRING): finetune, adapter …, trained_on, generated_from or uses
            `edges` (INTEGER): edges with this pair
            `terms_lost` (INTEGER): restrictions of the upper licences that the lower ones do not carry, over
                all these edges
        """
        return self._ask("license-drift", max_rows=max_rows)

    def license_explain(
        self,
        artifact: str,
        *,
        profile: str = "default",
        max_rows: int = 200,
    ) -> Result:
        """Licence terms that apply to an artifact, and why.

        Which terms of the licences above reach an artifact, does its licence carry each of them, and why?

        Notices are obligations and never a conflict. Not legal advice.

        Args:
            artifact: The model, dataset or repository.
            profile: Rule set that goes by terms.
            max_rows: Most rows to return.

        Returns:
            One row per licence and term that reach it. Columns:
            `artifact` (STRING): the artifact
            `license` (STRING): licence that it declares
            `origin` (STRING): nearest artifact that declares the licence of the term
            `origin_license` (STRING): that licence
            `hops` (INTEGER): steps from it
            `term` (STRING): code of the term
            `meaning` (STRING): what it asks for
            `reach` (STRING): certain or unclear
            `outcome` (STRING): carried, dropped, weakened, forbidden act, to show, or open where the own
                licence is not known
            `why` (STRING): the reason
            `certainty` (STRING): contested where published readings of the reach disagree, the text was not
                fully read, a list of licences does not say whether all apply, or no source states the relation
                of a step further up
        """
        return self._ask("license-explain", artifact=artifact, profile=profile, max_rows=max_rows)

    def license_flows(
        self,
        *,
        license: str = "llama3.1",
        profile: str = "default",
        max_rows: int = 50,
    ) -> Result:
        """Where a licence flows.

        Which licences do artifacts declare that were made from artifacts under a given licence?

        Args:
            license: Id of the licence above.
            profile: Rule set of the verdicts.
            max_rows: Most rows to return.

        Returns:
            One row per licence declared below, the most frequent first. Columns:
            `license_below` (STRING): what the artifact made from it declares; null for nothing
            `derivations` (INTEGER): derivations from an artifact under the given licence to one that declares
                this
            `conflicts` (INTEGER): those of them that are in conflict under the rule set
        """
        return self._ask("license-flows", license=license, profile=profile, max_rows=max_rows)

    def license_graph(
        self,
        *,
        artifact: str | None = None,
        profile: str = "default",
        max_rows: int = 60,
    ) -> Result:
        """Picture of licence conflicts.

        Which artifacts violate the licence of which other ones?

        Made for Neo4j Browser, which draws the rows as one picture and adds the derivations between what is
        shown.

        Args:
            artifact: Only conflicts of this artifact, on either side; all where left out.
            profile: Rule set, such as default or strict-data.
            max_rows: Most conflicts to draw.

        Returns:
            One row per conflict, those with the artifacts that most was made from first. Columns:
            `path` (PATH): one conflict, from the artifact to the one whose licence it violates
        """
        return self._ask("license-graph", artifact=artifact, profile=profile, max_rows=max_rows)

    def license_impact(
        self,
        *,
        artifact: str | None = None,
        profile: str = "default",
        max_rows: int = 100,
    ) -> Result:
        """Who is affected by a dropped licence.

        Where were terms dropped first, and how many artifacts, downloads and repositories below inherit the
        loss?

        Counts what license-conflicts lists; terms that only wait for a licence, as in license-pending, are not
        a conflict. The worst come first. Not legal advice.

        Args:
            artifact: Only this artifact.
            profile: Rule set, such as default or strict-data.
            max_rows: Most rows to return.

        Returns:
            One row per artifact that dropped terms first, where that makes conflicts. Columns:
            `artifact` (STRING): the artifact that dropped terms first
            `descendants` (INTEGER): models and datasets below it that are in conflict by the loss
            `downloads` (INTEGER): downloads in the last 30 days of it and of these, as far as they are in
                conflict
            `repositories` (INTEGER): repositories that use it or one of these
        """
        return self._ask("license-impact", artifact=artifact, profile=profile, max_rows=max_rows)

    def license_missing(
        self,
        *,
        max_rows: int = 1000,
    ) -> Result:
        """Derivations whose licences cannot be compared.

        For how many derivations is a licence missing or not known, and at which end?

        The first reason that fits counts: both_missing: neither end declares a licence; upstream_stub: no
        source describes the base, so its licence is not known; upstream_missing: the base declares none;
        downstream_missing: the derived artifact declares none; both_unknown: both ends declare only licences of
        no known class, such as `other` or `unknown`; upstream_unknown, downstream_unknown: one end does.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per reason and relation; every such derivation has exactly one reason. Columns:
            `reason` (STRING): why the licences cannot be compared, see the notes
            `relation` (STRING): how the downstream artifact was derived
            `edges` (INTEGER): derivations
        """
        return self._ask("license-missing", max_rows=max_rows)

    def license_name_duties(
        self,
        *,
        family: str | None = None,
        max_rows: int = 1000,
    ) -> Result:
        """Names and words that licences ask for.

        Which models come under a licence that wants its name in theirs or words on display, and is the name
        kept?

        Direct derivations under the rule set default. Missing names come first. Not legal advice.

        Args:
            family: Only licences of this family, such as llama.
            max_rows: Most rows to return.

        Returns:
            One row per model, licence family and duty. Columns:
            `model` (STRING): the model
            `family` (STRING): family of the licence of what it was made from
            `duty` (STRING): code of the duty, such as NAME:Llama or BR:Built with Llama
            `name` (STRING): name of the model without its author
            `verdict` (STRING): kept, missing, or to show where the graph does not say whether the words are
                shown
        """
        return self._ask("license-name-duties", family=family, max_rows=max_rows)

    def license_obligations(
        self,
        artifact: str,
        *,
        profile: str = "default",
        max_rows: int = 200,
    ) -> Result:
        """Notice obligations of an artifact.

        Which notices do the licences above an artifact ask for, such as credit, a copy of the licence or words
        to show?

        Notices go along derivations as far as the licence says. Up to 30 derivation steps are followed. Not
        legal advice.

        Args:
            artifact: The model, dataset or repository.
            profile: Rule set that goes by terms.
            max_rows: Most rows to return.

        Returns:
            One row per obligation and licence. Columns:
            `artifact` (STRING): the artifact
            `obligation` (STRING): what is to be done, with its code
            `from` (STRING): licence that asks for it, and the nearest artifact that declares it
        """
        return self._ask("license-obligations", artifact=artifact, profile=profile, max_rows=max_rows)

    def license_own_terms(
        self,
        artifact: str,
        *,
        max_rows: int = 200,
    ) -> Result:
        """Terms of the licences that an artifact declares.

        Which terms do the licences have that an artifact itself declares?

        Terms that come from above are in license-explain. Not legal advice.

        Args:
            artifact: The model, dataset or repository.
            max_rows: Most rows to return.

        Returns:
            One row per licence and term. Columns:
            `license` (STRING): licence that it declares
            `term` (STRING): code of the term
            `level` (STRING): restriction or notice
            `meaning` (STRING): what it asks for
        """
        return self._ask("license-own-terms", artifact=artifact, max_rows=max_rows)

    def license_pairs(
        self,
        *,
        profile: str = "default",
        verdict: str | None = None,
        max_rows: int = 1000,
    ) -> Result:
        """Licence pairs and their verdicts.

        Which licences meet on edges, how often, and with what verdict?

        The most frequent come first. Not legal advice.

        Args:
            profile: Rule set, such as default, peatmoss or strict-data.
            verdict: Only this verdict.
            max_rows: Most rows to return.

        Returns:
            One row per pair of licences, relation and verdict. Columns:
            `upstream_license` (STRING): licence of the upper artifact; null for none
            `downstream_license` (STRING): licence of the lower one; null for none
            `relation` (STRING): finetune, adapter …, trained_on, generated_from or uses
            `verdict` (STRING): conflict, unknown, warning, compatible or skipped
            `edges` (INTEGER): edges with this pair
        """
        return self._ask("license-pairs", profile=profile, verdict=verdict, max_rows=max_rows)

    def license_pending(
        self,
        *,
        artifact: str | None = None,
        max_rows: int = 1000,
    ) -> Result:
        """Licence terms that wait for a licence.

        Which terms reach an artifact that declares no licence that is known, so that what it may declare
        depends on them?

        Under the rule set default. An artifact without a row has nothing pending as far as its upstreams are
        known: whatever licence it declares, it drops nothing. license-repair lists the licences that keep all
        terms. Not legal advice.

        Args:
            artifact: Only this model, dataset or repository.
            max_rows: Most rows to return.

        Returns:
            One row per artifact and licence whose terms are pending. Columns:
            `artifact` (STRING): the artifact
            `origin` (STRING): nearest artifact with the licence that imposes the terms
            `origin_license` (STRING): that licence
            `hops` (INTEGER): steps from the origin
            `terms` (LIST<STRING>): terms that surely reach the artifact
            `unclear` (LIST<STRING>): terms of which it is not clear whether they reach it
            `meanings` (LIST<STRING>): what the terms ask for, those that surely reach it first
        """
        return self._ask("license-pending", artifact=artifact, max_rows=max_rows)

    def license_profiles_compare(
        self,
        *,
        max_rows: int = 1000,
    ) -> Result:
        """Rule sets side by side.

        How much does the choice of the rule set decide, relation by relation?

        Edges that a rule set skips count nowhere. Not legal advice.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per relation and rule set that judges it. Columns:
            `relation` (STRING): finetune, adapter …, trained_on, generated_from or uses
            `profile` (STRING): the rule set
            `conflict` (INTEGER): edges in conflict
            `warning` (INTEGER): edges with a warning
            `compatible` (INTEGER): edges without objection
            `unknown` (INTEGER): edges that cannot be judged
        """
        return self._ask("license-profiles-compare", max_rows=max_rows)

    def license_repair(
        self,
        artifact: str,
        *,
        profile: str = "default",
        max_rows: int = 200,
    ) -> Result:
        """Licences that resolve the conflicts of an artifact.

        Which licences could an artifact declare without a conflict with what is above it?

        What an artifact above declares comes first, then permissive licences, then later versions of what is
        declared above. Licences of vendors of nothing that it is made from, families, and licences whose terms
        are not known are not proposed. No row means that no licence can help: an act is forbidden, or two
        parents cannot be reconciled; or that the licence of nothing above is known. Not legal advice.

        Args:
            artifact: The model, dataset or repository.
            profile: Rule set that goes by terms.
            max_rows: Most rows to return.

        Returns:
            One row per licence without conflict. Columns:
            `artifact` (STRING): the artifact
            `license` (STRING): licence that it could declare
            `verdict_if_chosen` (STRING): compatible, warning, or unknown where a licence above is missing or
                not known
        """
        return self._ask("license-repair", artifact=artifact, profile=profile, max_rows=max_rows)

    def license_status(
        self,
        *,
        artifact: str | None = None,
        artifacts: Sequence[str] | None = None,
        profile: str = "default",
        profiles: Sequence[str] | None = None,
        verdict: str | None = None,
        max_rows: int = 1000,
    ) -> Result:
        """Licence status of every artifact.

        May an artifact be passed on under its licence, and where that cannot be said, what is missing?

        Conflicts come first, then unknown. An adapter, a merge or a converted copy without a base is known by
        its own marks. While a load has not been derived, nothing but conflicts is certain. Not legal advice.

        Args:
            artifact: Only this model, dataset or repository.
            artifacts: Only these, by their ids.
            profile: Rule set, such as default or strict-data.
            profiles: Several rule sets, instead of one.
            verdict: Only this verdict.
            max_rows: Most rows to return.

        Returns:
            One row per artifact and rule set; two where a model and a dataset share an id. Columns:
            `artifact` (STRING): the artifact
            `kind` (STRING): model, dataset or repository
            `license` (STRING): licence it declares, null for none; several have AND, OR, or a comma where
                neither is said
            `verdict` (STRING): conflict, unknown, warning, compatible, or root where no upstream is known and
                its own licence decides
            `certainty` (STRING): contested where the verdict rests only on disputed or unclear readings
            `upstreams` (INTEGER): edges to what it was made from or uses
            `gaps` (LIST<STRING>): codes of what is not known; one of them is enough for unknown where nothing
                is in conflict
            `about` (LIST<STRING>): for each gap the artifact, licence or text that it is about
            `profile` (STRING): the rule set
        """
        return self._ask(
            "license-status",
            artifact=artifact,
            artifacts=artifacts,
            profile=profile,
            profiles=profiles,
            verdict=verdict,
            max_rows=max_rows,
        )

    def license_summary(
        self,
        *,
        profile: str = "default",
        max_rows: int = 100,
    ) -> Result:
        """Licence verdicts in numbers.

        Under a rule set, how many edges of each relation are in conflict, unknown, a warning or compatible?

        Not legal advice.

        Args:
            profile: Rule set, such as default, peatmoss or strict-data.
            max_rows: Most rows to return.

        Returns:
            One row per relation and verdict, and rows for all judged edges and those with the same licence at
            both ends. Columns:
            `profile` (STRING): the rule set
            `relation` (STRING): finetune, adapter …, trained_on, generated_from or uses
            `verdict` (STRING): conflict, unknown, warning, compatible, skipped; judged is all but skipped,
                identical is part of it
            `edges` (INTEGER): edges; where a rule set splits a list of licences, one per licence of the list
            `share` (FLOAT): share of the judged edges of the relation; null for skipped ones
        """
        return self._ask("license-summary", profile=profile, max_rows=max_rows)

    def license_texts(
        self,
        *,
        artifact: str | None = None,
        kept: bool | None = None,
        washed: bool | None = None,
        max_rows: int = 1000,
    ) -> Result:
        """Licence texts that were kept or lost on the way.

        Of works under licences that ask for a notice, which are passed on with a licence text and a copyright
        notice?

        Lists of files tell by name whether there is a text; what it says is known where folders with cards were
        loaded (`load cards`): then a text counts as another one where both are recognised and differ. Only
        licences that ask for a notice count.

        Args:
            artifact: Only what this model was made from; null for all.
            kept: Only those that keep a text, or that do not; null for all.
            washed: Only those that are washed, or that are not; null for all.
            max_rows: Most rows to return.

        Returns:
            One row per model and what it was made from or trained on, where the files are known at both ends.
            Columns:
            `child` (STRING): the model
            `base` (STRING): the model or dataset that it was made from or trained on
            `relation` (STRING): how
            `license` (STRING): licence of the base
            `base_text` (BOOLEAN): whether the base has a licence text or notice among its files
            `base_notice` (BOOLEAN): whether that says who holds the copyright; null where nobody read it
            `child_license` (STRING): licence of the model
            `child_text` (BOOLEAN): whether the model has a licence text or notice among its files
            `child_notice` (BOOLEAN): whether that says who holds the copyright; null where nobody read it
            `keeps` (STRING): what is passed on, of text_and_notice, text (nothing is known of a notice, or
                there is none), other_text (of another licence) and nothing
            `washed` (BOOLEAN): whether the model declares a permissive licence and passes on no text of the
                base's licence
            `asked` (INTEGER): notices that the licence of the base asks for along such an edge, under the rule
                set default
            `downloads` (INTEGER): downloads of the model in the last 30 days
        """
        return self._ask("license-texts", artifact=artifact, kept=kept, washed=washed, max_rows=max_rows)

    def license_unknowns(
        self,
        *,
        profile: str = "default",
        max_rows: int = 100,
    ) -> Result:
        """Why verdicts are unknown.

        Of the edges that cannot be judged, how many are so for which reason?

        The first reason that fits counts: a repository without licence, then what is not known of the upstream
        licence, then of the downstream one, then the matrix. Not legal advice.

        Args:
            profile: Rule set, such as default, peatmoss or strict-data.
            max_rows: Most rows to return.

        Returns:
            One row per reason; every unknown edge has exactly one. Columns:
            `reason` (STRING): the reason, in words
            `edges` (INTEGER): unknown edges with it
        """
        return self._ask("license-unknowns", profile=profile, max_rows=max_rows)

    def license_upstreams(
        self,
        artifact: str,
        *,
        max_hops: int = 20,
        max_rows: int = 1000,
    ) -> Result:
        """Licences of an artifact and of all that it was made from.

        Which licences do an artifact and everything above it declare, and along which way?

        Args:
            artifact: The model, dataset or repository.
            max_hops: Most steps to follow; never more than 20.
            max_rows: Most rows to return.

        Returns:
            One row per artifact, itself first, then the nearest. Columns:
            `upstream` (STRING): the artifact itself, or one that it was made from, trained on, generated from
                or uses
            `kind` (STRING): model, dataset or repository
            `hops` (INTEGER): steps to it; 0 for the artifact itself
            `licenses` (LIST<STRING>): ids of the licences it declares
            `status` (STRING): whether a source describes it (`present`), or others only name it (`stub`) …
            `way` (LIST<STRING>): ids on a shortest way, the artifact first
        """
        return self._ask("license-upstreams", artifact=artifact, max_hops=max_hops, max_rows=max_rows)

    def license_usage(
        self,
        *,
        license: str | None = None,
        max_rows: int = 1000,
    ) -> Result:
        """How often each licence is declared.

        Which licences do models, datasets and repositories declare, and how many of each?

        An artifact that declares several licences counts for each of them.

        Args:
            license: Only this licence.
            max_rows: Most rows to return.

        Returns:
            One row per licence that one of them declares. Columns:
            `license` (STRING): id of the licence
            `spdx` (STRING): SPDX id or LicenseRef; null where the text is not known
            `class` (STRING): coarse class, such as permissive or community
            `models` (INTEGER): models that declare it
            `datasets` (INTEGER): datasets that declare it
            `repositories` (INTEGER): source-code repositories that declare it
        """
        return self._ask("license-usage", license=license, max_rows=max_rows)

    def license_verdicts(
        self,
        *,
        profile: str = "default",
        artifact: str | None = None,
        verdict: str | None = None,
        max_rows: int = 1000,
    ) -> Result:
        """Licence verdict on every edge.

        Does the licence of each artifact carry what reaches it from the artifacts that it was made from or
        uses?

        The strongest rows come first. Not legal advice.

        Args:
            profile: Rule set, such as default, peatmoss or strict-data.
            artifact: Only edges of this model, dataset or repository to what is above it.
            verdict: Only this verdict.
            max_rows: Most rows to return.

        Returns:
            One row per edge; where a rule set splits a list of licences, one per licence of the list. Columns:
            `downstream` (STRING): the artifact that is judged
            `upstream` (STRING): what it was made from, or uses
            `relation` (STRING): finetune, adapter …, trained_on, generated_from or uses
            `downstream_license` (STRING): licence it declares, null for none; several have AND, OR, or a comma
                where neither is said
            `upstream_license` (STRING): licence that the upstream artifact declares
            `verdict` (STRING): conflict, unknown, warning or compatible; skipped where the rule set leaves the
                edge out
            `codes` (LIST<STRING>): reasons, the strongest first; INHERITED where a licence from further up is
                dropped
            `certainty` (STRING): contested where the verdict rests only on disputed or unclear readings
        """
        return self._ask("license-verdicts", profile=profile, artifact=artifact, verdict=verdict, max_rows=max_rows)

    def license_witness(
        self,
        artifact: str,
        *,
        profile: str = "default",
        max_rows: int = 100,
    ) -> Result:
        """Picture of a licence conflict.

        Along which way did the terms come that an artifact's licence does not carry?

        One way for each row of license-conflicts, more where a licence is one of several. Made for Neo4j
        Browser, which draws the rows as one picture. Not legal advice.

        Args:
            artifact: The model, dataset or repository.
            profile: Rule set, such as default or strict-data.
            max_rows: Most ways to draw.

        Returns:
            One row per licence in conflict, the way from the artifact to the nearest origin. Columns:
            `path` (PATH): from the artifact up to the artifact that declares the licence, and the licence
        """
        return self._ask("license-witness", artifact=artifact, profile=profile, max_rows=max_rows)

    def dataset_models(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Datasets that most models are trained on.

        Which datasets do most models name as what they were trained on?

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per dataset that a model names. Columns:
            `dataset` (STRING): id of the dataset, as the Hub or a card writes it
            `models` (INTEGER): models trained on it
        """
        return self._ask("dataset-models", max_rows=max_rows)

    def lineage_affected(
        self,
        artifact: str,
        *,
        max_hops: int = 50,
        max_rows: int = 1000,
    ) -> Result:
        """Everything below an artifact, with the way to each.

        Which models, datasets, repositories and Spaces rest on an artifact, through what, and where in the
        code?

        One shortest path is shown. What is below a repository or Space is not followed.

        Args:
            artifact: The model or dataset.
            max_hops: Most steps to follow; never more than 50.
            max_rows: Most rows to return.

        Returns:
            One row per artifact below; one per use for repositories and Spaces; the nearest first. Columns:
            `kind` (STRING): model, dataset, repository or space
            `affected` (STRING): id of what is below
            `hops` (INTEGER): steps up to the artifact
            `first_hop` (STRING): what it was made from or uses itself
            `path` (LIST<STRING>): ids from it up to the artifact, both included
            `relations` (LIST<STRING>): finetune …, undeclared, trained_on, generated_from or uses, in the order
                of the path
            `places` (LIST<STRING>): file:line of each call, for repositories
            `publisher` (STRING): who publishes it
            `downloads` (INTEGER): its downloads in the last 30 days
        """
        return self._ask("lineage-affected", artifact=artifact, max_hops=max_hops, max_rows=max_rows)

    def lineage_ancestors(
        self,
        model_id: str,
        *,
        max_hops: int = 20,
        max_rows: int = 100,
    ) -> Result:
        """Ancestors of a model.

        Which models was a given model made from, directly or through others, and under which licences are they?

        Of several shortest ways, the one over the smallest ids is shown. A model on a cycle is not its own
        ancestor.

        Args:
            model_id: The model.
            max_hops: Most derivation steps to follow; never more than 50.
            max_rows: Most rows to return.

        Returns:
            One row per ancestor, nearest first. Columns:
            `ancestor` (STRING): Hub id of the ancestor
            `hops` (INTEGER): derivation steps on the shortest way to it
            `relations` (LIST<STRING>): how each step was derived, from the model up to the ancestor
            `license` (STRING): ids of the licences it declares, joined by commas; null where it declares none
        """
        return self._ask("lineage-ancestors", model_id=model_id, max_hops=max_hops, max_rows=max_rows)

    def lineage_bases(
        self,
        model_id: str,
        *,
        max_hops: int = 20,
        max_rows: int = 200,
    ) -> Result:
        """Derivations above a model.

        Through which single steps was a given model made, up to its roots?

        Args:
            model_id: The model.
            max_hops: Most derivation steps to follow; never more than 50.
            max_rows: Most rows to return.

        Returns:
            One row per derivation, those nearest to the model first. Columns:
            `model` (STRING): the derived model
            `base` (STRING): the model it was made from
            `relation` (STRING): how it was derived
            `hops` (INTEGER): derivation steps from the given model to the derived one
            `license` (STRING): ids of the licences the base declares, joined by commas; null where it declares
                none
            `downloads` (INTEGER): downloads of the base in the last 30 days
            `status` (STRING): status of the base
        """
        return self._ask("lineage-bases", model_id=model_id, max_hops=max_hops, max_rows=max_rows)

    def lineage_central(
        self,
        *,
        community: str | None = None,
        max_rows: int = 20,
    ) -> Result:
        """Models and datasets that most rests on.

        Which models and datasets does most of the supply chain rest on, by PageRank?

        `supplygraph measure` works the measures out; before it has run there are no rows. Loads do not renew
        them.

        Args:
            community: Only this community; null for all.
            max_rows: Most rows to return.

        Returns:
            One row per model or dataset that has measures, those of the highest PageRank first. Columns:
            `artifact` (STRING): id of the model or dataset
            `kind` (STRING): model or dataset
            `pagerank` (FLOAT): share of a random walk from what was made to what it was made from, over all
                that have measures
            `betweenness` (FLOAT): share of shortest ways that lead over it, possibly estimated
            `community` (STRING): id of the member of its community that has the highest PageRank
            `dependents` (INTEGER): artifacts made from it, trained on it or generated by it directly
            `downloads` (INTEGER): downloads in the last 30 days
        """
        return self._ask("lineage-central", community=community, max_rows=max_rows)

    def lineage_children(
        self,
        model_ids: Sequence[str],
        *,
        max_children: int = 10,
        max_rows: int = 200,
    ) -> Result:
        """Children of models.

        What was made directly from each of some models, the most important first?

        The most important children are those with most descendants, then most downloads.

        Args:
            model_ids: Hub ids of the bases.
            max_children: Most children to return of each base.
            max_rows: Most rows to return.

        Returns:
            One row per derivation. Columns:
            `base` (STRING): the base
            `model` (STRING): the model made from it
            `relation` (STRING): how it was derived
            `license` (STRING): ids of the licences it declares, joined by commas; null where it declares none
            `downloads` (INTEGER): its downloads in the last 30 days
            `children` (INTEGER): models made directly from it
            `descendants` (INTEGER): models made from it, directly or through others
            `siblings` (INTEGER): all children of the base
        """
        return self._ask("lineage-children", model_ids=model_ids, max_children=max_children, max_rows=max_rows)

    def lineage_common_ancestors(
        self,
        model_id: str,
        other_id: str,
        *,
        max_hops: int = 20,
        max_rows: int = 100,
    ) -> Result:
        """Common ancestors of two models.

        From which models do two given models both descend, and how far away is each?

        Args:
            model_id: The one model.
            other_id: The other model.
            max_hops: Most derivation steps to follow; never more than 50.
            max_rows: Most rows to return.

        Returns:
            One row per common ancestor, the nearest to both first. Columns:
            `ancestor` (STRING): Hub id of the ancestor; one of the two itself where the other descends from it
            `hops` (INTEGER): derivation steps from the one model to it
            `other_hops` (INTEGER): derivation steps from the other model to it
            `nearest` (BOOLEAN): whether no other common ancestor descends from it directly
            `license` (STRING): the licences it declares as one expression
        """
        return self._ask(
            "lineage-common-ancestors",
            model_id=model_id,
            other_id=other_id,
            max_hops=max_hops,
            max_rows=max_rows,
        )

    def lineage_components(
        self,
        *,
        max_rows: int = 1000,
    ) -> Result:
        """Sizes of connected lineages.

        How many separate lineages are there, and of how many models are they?

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per size. Columns:
            `size` (INTEGER): models in a lineage, when derivations count in both directions
            `components` (INTEGER): lineages of that size
        """
        return self._ask("lineage-components", max_rows=max_rows)

    def lineage_cycles(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Models that descend from themselves.

        Which models are, by what is declared, made from themselves through others?

        A cycle means that at least one of its declarations is wrong. Self references are never stored.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per model on a cycle. Columns:
            `model` (STRING): Hub id of the model
            `hops` (INTEGER): derivation steps on the shortest way back to itself, at most 20
        """
        return self._ask("lineage-cycles", max_rows=max_rows)

    def lineage_depths(
        self,
        *,
        max_rows: int = 1000,
    ) -> Result:
        """How deep lineages are.

        How many models are how many derivation steps away from a root?

        Models that were made from no other and that no other was made from are not counted.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per depth. Columns:
            `depth` (INTEGER): steps on the longest way down from a root; 0 for roots, null on or below a cycle
            `models` (INTEGER): models at that depth
        """
        return self._ask("lineage-depths", max_rows=max_rows)

    def lineage_descendants(
        self,
        model_id: str,
        *,
        max_hops: int = 20,
        max_rows: int = 100,
    ) -> Result:
        """Descendants of a model.

        Which models were made from a given model, directly or through others?

        Of several shortest ways, the one over the smallest ids is shown. A model on a cycle is not its own
        descendant.

        Args:
            model_id: The model.
            max_hops: Most derivation steps to follow; never more than 50.
            max_rows: Most rows to return.

        Returns:
            One row per descendant, those first on which most downloads rest. Columns:
            `descendant` (STRING): Hub id of the descendant
            `hops` (INTEGER): derivation steps on the shortest way to it
            `relations` (LIST<STRING>): how each step was derived, from the descendant up to the model
            `license` (STRING): ids of the licences it declares, joined by commas; null where it declares none
            `downloads` (INTEGER): downloads in the last 30 days; null where no source says
            `downloads_and_below` (INTEGER): the same of it and of all models made from it, each counted once
        """
        return self._ask("lineage-descendants", model_id=model_id, max_hops=max_hops, max_rows=max_rows)

    def lineage_edges(
        self,
        model_ids: Sequence[str],
        *,
        profile: str = "default",
        max_rows: int = 2000,
    ) -> Result:
        """Derivations between some models, and whether the licences fit.

        Which of some models were made from which others of them, how, and what does a rule set say of the
        licences?

        Args:
            model_ids: Hub ids of the models.
            profile: Rule set of the verdict.
            max_rows: Most rows to return.

        Returns:
            One row per derivation. Columns:
            `model` (STRING): the derived model
            `base` (STRING): the model it was made from
            `relation` (STRING): how it was derived
            `verdict` (STRING): conflict, unknown, warning or compatible; null where the rule set does not judge
                it
        """
        return self._ask("lineage-edges", model_ids=model_ids, profile=profile, max_rows=max_rows)

    def lineage_graph(
        self,
        model_id: str,
        *,
        max_hops: int = 5,
        max_rows: int = 140,
    ) -> Result:
        """Picture of a model's lineage.

        What does the lineage of a model look like, up to its roots and down to what was made from it?

        Made for Neo4j Browser, which draws the rows as one picture.

        Args:
            model_id: The model.
            max_hops: Most derivation steps to follow, up and down; never more than 50.
            max_rows: Most derivations to draw.

        Returns:
            One row per derivation, those nearest to the model first. Columns:
            `path` (PATH): one derivation, from the derived model to its base; the model alone where it has none
        """
        return self._ask("lineage-graph", model_id=model_id, max_hops=max_hops, max_rows=max_rows)

    def lineage_impact(
        self,
        artifact: str,
        *,
        max_rows: int = 5,
    ) -> Result:
        """How many rest on an artifact.

        How many models, datasets, repositories and Spaces are below an artifact, and how often are they
        downloaded?

        At most 50 steps are followed; each artifact counts once, however many ways lead to it.

        Args:
            artifact: The model or dataset.
            max_rows: Most rows to return.

        Returns:
            One row; none where the artifact is not in the graph. Columns:
            `artifact` (STRING): the artifact
            `descendants` (INTEGER): models and datasets made from it, trained on it or generated by it,
                directly or through others
            `downloads_below` (INTEGER): their downloads in the last 30 days
            `publishers_below` (INTEGER): their publishers
            `repositories_below` (INTEGER): repositories whose code loads it or one of them
            `spaces_below` (INTEGER): Spaces that use it or one of them
            `providers` (INTEGER): inference providers that serve it or one of them; null, as no source states
                it yet
        """
        return self._ask("lineage-impact", artifact=artifact, max_rows=max_rows)

    def lineage_mix(
        self,
        model_ids: Sequence[str],
        *,
        max_rows: int = 1000,
    ) -> Result:
        """How the children of models were made.

        How many models were made directly from each of some models, relation by relation?

        Args:
            model_ids: Hub ids of the bases.
            max_rows: Most rows to return.

        Returns:
            One row per base and relation. Columns:
            `base` (STRING): the base
            `relation` (STRING): finetune, adapter, quantized, merge …
            `models` (INTEGER): models made from it in that way
        """
        return self._ask("lineage-mix", model_ids=model_ids, max_rows=max_rows)

    def lineage_nodes(
        self,
        model_ids: Sequence[str],
        *,
        max_rows: int = 1000,
    ) -> Result:
        """What a picture shows of models.

        Under which licence is each of some models, of which class, and how many models are above and below it?

        Args:
            model_ids: Hub ids of the models.
            max_rows: Most rows to return.

        Returns:
            One row per model. Columns:
            `model` (STRING): Hub id of the model
            `license` (STRING): what it declares; null where it declares nothing
            `class` (STRING): coarse class of that licence, such as permissive or community
            `downloads` (INTEGER): downloads in the last 30 days
            `status` (STRING): whether a source describes it (`present`), or others only name it (`stub`) …
            `bases` (INTEGER): models it was made from directly
            `children` (INTEGER): models made from it directly
            `descendants` (INTEGER): models made from it, directly or through others
        """
        return self._ask("lineage-nodes", model_ids=model_ids, max_rows=max_rows)

    def lineage_paths(
        self,
        artifact: str,
        ancestor: str,
        *,
        max_rows: int = 60,
    ) -> Result:
        """Shortest paths between two artifacts.

        Through which derivations, trainings, generations and uses is one artifact connected with another above
        it?

        One shortest path of at most 50 steps; no row where there is none.

        Args:
            artifact: The lower artifact.
            ancestor: The upper artifact.
            max_rows: Most rows to return.

        Returns:
            One row per step of the path, from the lower artifact up. Columns:
            `step` (INTEGER): number of the step, from 1
            `lower` (STRING): what was made, or the repository
            `relation` (STRING): finetune, adapter …, trained_on, generated_from or uses
            `upper` (STRING): what it was made from or uses
            `lower_license` (STRING): the licences that the lower one declares as one expression
            `upper_license` (STRING): the same of the upper one
        """
        return self._ask("lineage-paths", artifact=artifact, ancestor=ancestor, max_rows=max_rows)

    def lineage_relations(
        self,
        *,
        task: str | None = None,
        max_rows: int = 100,
    ) -> Result:
        """How models follow upon each other.

        Which relation follows upon which, from a base through a model to what was made from it?

        A model with several bases counts once for each relation that it has to them.

        Args:
            task: Only models of this task as the last of the two steps; null for all.
            max_rows: Most rows to return.

        Returns:
            One row per pair of relations; one per relation for steps that start at a root. Columns:
            `first` (STRING): how the model in the middle was made; null where it was made from nothing
            `second` (STRING): how the last model was made from it
            `steps` (INTEGER): pairs of steps
            `models` (INTEGER): the last models
            `downloads` (INTEGER): their downloads in the last 30 days
        """
        return self._ask("lineage-relations", task=task, max_rows=max_rows)

    def lineage_roots(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Roots of the model lineage.

        From which models that were made from no other do most models descend?

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per model that has children and no parent. Columns:
            `root` (STRING): Hub id of the root
            `descendants` (INTEGER): distinct models below it, at any depth
            `downloads` (INTEGER): downloads of the root itself in the last 30 days; null where no source says
        """
        return self._ask("lineage-roots", max_rows=max_rows)

    def lineage_siblings(
        self,
        model_id: str,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Siblings of a model.

        Which other models were made directly from the same bases as a given model, and how?

        Args:
            model_id: The model.
            max_rows: Most rows to return.

        Returns:
            One row per sibling, those that share most bases first. Columns:
            `sibling` (STRING): Hub id of the other model
            `shared` (INTEGER): bases that both were made from
            `bases` (LIST<STRING>): these bases, at most ten
            `relations` (LIST<STRING>): how the sibling was made from them
            `license` (STRING): the licences it declares as one expression
            `downloads` (INTEGER): its downloads in the last 30 days
        """
        return self._ask("lineage-siblings", model_id=model_id, max_rows=max_rows)

    def lineage_top_bases(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Models that others are made from most.

        From which models were most others made directly, and how many descend from them in all?

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per model with children. Columns:
            `base` (STRING): Hub id of the base
            `children` (INTEGER): models made directly from it
            `descendants` (INTEGER): distinct models below it, at any depth
        """
        return self._ask("lineage-top-bases", max_rows=max_rows)

    def model_facts(
        self,
        model_id: str,
        *,
        max_rows: int = 5,
    ) -> Result:
        """Facts of a model.

        What is known about a given model, and how large is its family?

        Args:
            model_id: The model.
            max_rows: Most rows to return.

        Returns:
            One row per model; more than one only where an old id names several. Columns:
            `model` (STRING): Hub id of the model
            `status` (STRING): whether a source describes it (`present`), or others only name it (`stub`) …
            `license` (STRING): ids of the licences it declares, joined by commas; null where it declares none
            `task` (STRING): what it is published for
            `library` (STRING): what loads it
            `parameters` (INTEGER): number of parameters
            `downloads` (INTEGER): downloads in the last 30 days
            `likes` (INTEGER): likes on the Hub
            `gated` (BOOLEAN): whether its files need an accepted request
            `last_modified` (ZONED DATETIME): when it last changed
            `bases` (INTEGER): models it was made from directly
            `children` (INTEGER): models made from it directly
            `descendants` (INTEGER): models made from it, directly or through others
            `datasets` (LIST<STRING>): what it was trained on
            `repositories` (INTEGER): repositories whose code loads it
            `aliases` (LIST<STRING>): old ids of it
            `successor` (STRING): the newer model its publisher points to
        """
        return self._ask("model-facts", model_id=model_id, max_rows=max_rows)

    def model_search(
        self,
        *,
        text: str = "mistral",
        max_rows: int = 20,
    ) -> Result:
        """Models by a part of their name.

        Which models have a text in their id, whatever its case?

        Args:
            text: Part of the id.
            max_rows: Most rows to return.

        Returns:
            One row per model, the most downloaded first. Columns:
            `model` (STRING): Hub id of the model
            `downloads` (INTEGER): downloads in the last 30 days
            `status` (STRING): whether a source describes it (`present`), or others only name it (`stub`) …
            `descendants` (INTEGER): models made from it, directly or through others
        """
        return self._ask("model-search", text=text, max_rows=max_rows)

    def naming_components(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Components of names.

        Of which components do the names of models consist, and how often?

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per component. Columns:
            `component` (STRING): code and meaning
            `models` (INTEGER): models whose name has it
            `share` (FLOAT): their share of all models whose name was read, 0 to 1
        """
        return self._ask("naming-components", max_rows=max_rows)

    def naming_conflicts(
        self,
        *,
        check: str | None = None,
        classes: Sequence[str] = ("conflict", "related"),
        max_rows: int = 1000,
    ) -> Result:
        """Names that contradict the metadata.

        Which models are named against their model type, class, task, parameters, languages or datasets?

        Reads the findings that each load keeps; `checks/naming/` holds one file for each check, with meaning
        and remedy. type, architecture, type_tag: families in the name against the model type, or where the
        config gives none the class, or the type that the Hub put among the tags. type_architecture: the class
        against the model type. task, task_head: the task in the name against the pipeline tag, which is related
        at most, and against the head of the class. task_architecture: the task that the class is for against
        the pipeline tag. parameters: the count in the name against the files; quantised models and adapters are
        left out, whose files count otherwise. language, dataset: against what the card declares. type with
        class missing: the name tells no family. name with class uninformative: the name says nothing at all.
        Words that may mean something else never make a conflict.

        Args:
            check: Only this check, such as type or parameters; null for all.
            classes: Which findings to list, of conflict, related, missing and uninformative.
            max_rows: Most rows to return.

        Returns:
            One row per model and check. Columns:
            `model` (STRING): the model
            `check` (STRING): what was compared, see the notes
            `claimed` (STRING): what the name (for type_architecture and task_architecture the class) says
            `actual` (STRING): what the metadata say
            `class` (STRING): conflict, related (a relative or nearly the same), missing (only one side says
                it), uninformative
            `evidence` (STRING): how it is known
            `severity` (STRING): high, medium or low
        """
        return self._ask("naming-conflicts", check=check, classes=classes, max_rows=max_rows)

    def naming_conventions(
        self,
        *,
        publisher: str | None = None,
        max_rows: int = 100,
    ) -> Result:
        """Naming conventions.

        Which naming convention do models follow?

        Args:
            publisher: Only models of this namespace; null for all.
            max_rows: Most rows to return.

        Returns:
            One row per convention. Columns:
            `convention` (STRING): implementation unit, application or task, implementation and task, or other
            `models` (INTEGER): models that follow it
            `share` (FLOAT): their share, 0 to 1
        """
        return self._ask("naming-conventions", publisher=publisher, max_rows=max_rows)

    def naming_duties(
        self,
        *,
        license: str | None = None,
        kept: bool = False,
        max_hops: int = 20,
        max_rows: int = 1000,
    ) -> Result:
        """Naming duties of licences, at any depth.

        Which models come from a model whose licence asks for its name in theirs, and do they keep it?

        A duty reaches fine-tunes, merges, quantisations and adapters, and with most of these licences models
        trained on outputs. It is a reading by stated rules, not legal advice. Separators and case of the name
        do not matter.

        Args:
            license: Only this licence, such as llama3.1; null for all.
            kept: Whether models that keep the duty are listed, too.
            max_hops: Most derivation steps to follow; never more than 20.
            max_rows: Most rows to return.

        Returns:
            One row per model and licence. Columns:
            `model` (STRING): the model
            `license` (STRING): the licence that asks
            `prefix` (STRING): what the name has to begin with
            `finding` (STRING): kept, not_first (the name says it, but does not begin with it), absent (it never
                says it), or foreign (it begins with the prefix although its bases, all known, do not come under
                such a licence)
            `origin` (STRING): nearest model under that licence above it; null for foreign
            `hops` (INTEGER): derivation steps from there
            `also` (STRING): words to show in the product or on its page
            `own_license` (STRING): what the model itself declares
        """
        return self._ask("naming-duties", license=license, kept=kept, max_hops=max_hops, max_rows=max_rows)

    def naming_families(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Families in names.

        Which families do names claim, and how often does the model type agree?

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per family. Columns:
            `family` (STRING): the family
            `models` (INTEGER): models whose name surely claims it
            `share` (FLOAT): their share of all models whose name was read, 0 to 1
            `typed` (INTEGER): of them, models whose config gives a type of a known family
            `agree` (INTEGER): of those, models whose type agrees with some family in the name
            `other` (INTEGER): of those, models whose type agrees with none
        """
        return self._ask("naming-families", max_rows=max_rows)

    def naming_graph(
        self,
        model_id: str,
        *,
        max_rows: int = 70,
    ) -> Result:
        """Picture of a name against what is known.

        What does a model's name claim, and what do its type, class and bases say?

        Made for Neo4j Browser, which draws the rows as one picture.

        Args:
            model_id: Hub id of the model.
            max_rows: Most paths to draw.

        Returns:
            One row per path, from the claims over type and class to the claims of the bases. Columns:
            `path` (PATH): from the model to a family, dataset or base
        """
        return self._ask("naming-graph", model_id=model_id, max_rows=max_rows)

    def naming_lineage(
        self,
        *,
        check: str | None = None,
        classes: Sequence[str] = ("conflict",),
        max_rows: int = 1000,
    ) -> Result:
        """Names that contradict the lineage.

        Whose name claims another family, size, version, casing or form than its base, or another relation?

        Reads the findings that each load keeps; `checks/naming/` holds one file for each check, with meaning
        and remedy. family: the child's name names a family that no base of it is of, or (missing) none although
        the base's name does. generation: another version of the same family. A quantised form, copy, adapter or
        fine-tune that bears the wrong family or generation of what it was made from is listed, too; stored
        query findings gives the path. size, parameters, casing: differ though the weights are the same or
        trained on. quantization: a mark on an edge that is not quantized, where the base has none; or (missing)
        none on a quantized edge. relation: the name says adapter, merge or distilled, the edge something else.
        base_undeclared: a quantised or converted model whose name names a described model, but no base is
        declared. Edges without declared relation are compared for family, generation and parameters only.

        Args:
            check: Only this check, such as family or size; null for all.
            classes: Which findings to list, of conflict, related and missing.
            max_rows: Most rows to return.

        Returns:
            One row per derivation and check. Columns:
            `child` (STRING): the derived model
            `base` (STRING): what it, or the model that it has its claim from, was made from; for
                base_undeclared the model that its name names
            `relation` (STRING): how it was made, as declared; null where it has its claim from a model above
            `check` (STRING): what was compared, see the notes
            `child_claim` (STRING): what the child's name says
            `base_claim` (STRING): what the base's name or the edge says
            `class` (STRING): conflict, related (may have a reason), missing (only one side says it)
            `severity` (STRING): high, medium or low
        """
        return self._ask("naming-lineage", check=check, classes=classes, max_rows=max_rows)

    def naming_lookalikes(
        self,
        *,
        top: int = 200,
        max_rows: int = 500,
    ) -> Result:
        """Look-alikes of popular models.

        Which models have a name or namespace that looks like that of a popular model, without coming from it?

        namespace: the same name in a namespace that is a letter away, or looks the same. case: ids that differ
        only in upper and lower case or separators. name: a name in another namespace that differs by letters
        drawn alike (I and l, 0 and O, rn and m). near: one that is another letter away; on labelled names none
        of these was an imitation, they are other sizes, languages and words. duplicate: the same name in
        another namespace, no base declared. Of models of one name the most downloaded counts as the popular
        one, and a look-alike has fewer downloads. Compared by keys that a load stores, so that the work does
        not grow with the square of the models.

        Args:
            top: How many of the most downloaded models are looked at.
            max_rows: Most rows to return.

        Returns:
            One row per popular model and look-alike. Columns:
            `popular` (STRING): the popular model
            `lookalike` (STRING): the other one
            `kind` (STRING): how they are alike, see the notes
            `downloads` (INTEGER): downloads of the popular model
            `severity` (STRING): high, medium or low
            `evidence` (STRING): what is the same and what differs
        """
        return self._ask("naming-lookalikes", top=top, max_rows=max_rows)

    def naming_removed_namespaces(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Namespaces that are gone and still in use.

        Which namespaces have lost all their models that anything still refers to, so that somebody could take
        them?

        A namespace whose owner is gone can be registered again, and old references then lead to whatever is put
        there.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per namespace. Columns:
            `namespace` (STRING): the namespace
            `removed` (INTEGER): models of it that were removed
            `children` (INTEGER): models that name one of them as base
            `repositories` (INTEGER): repositories whose code loads one of them
            `models` (LIST<STRING>): the removed models that are referred to, at most five
        """
        return self._ask("naming-removed-namespaces", max_rows=max_rows)

    def naming_summary(
        self,
        *,
        check: str | None = None,
        classes: Sequence[str] = ("conflict", "related", "missing", "uninformative"),
        max_rows: int = 100,
    ) -> Result:
        """Inconsistencies of names by check.

        How many names contradict the metadata, the lineage, or say nothing, by check and class?

        The findings are those that naming-conflicts and naming-lineage list.

        Args:
            check: Only this check; null for all.
            classes: Which findings to count.
            max_rows: Most rows to return.

        Returns:
            One row per check and class that has findings. Columns:
            `against` (STRING): metadata (see naming-conflicts) or lineage (see naming-lineage)
            `check` (STRING): what was compared
            `class` (STRING): conflict, related, missing or uninformative
            `findings` (INTEGER): models, or derivations for lineage, with this finding
        """
        return self._ask("naming-summary", check=check, classes=classes, max_rows=max_rows)

    def findings(
        self,
        *,
        topic: str | None = None,
        check: str | None = None,
        artifact: str | None = None,
        severity: str | None = None,
        classes: Sequence[str] = ("conflict", "risk", "missing"),
        max_rows: int = 100,
    ) -> Result:
        """Findings of all checks.

        What did the checks find, about which artifact, how grave is it and since when is it known?

        The gravest come first, then those of the most downloaded artifacts. `supplygraph check` runs the checks
        and shows them with their meaning and remedy; each check is a file in checks/TOPIC/.

        Args:
            topic: Only checks of this topic, such as license, lineage, naming, quality or trust; null for all.
            check: Only this check by its whole name, such as trust-custom-code; null for all.
            artifact: Only this artifact.
            severity: Only high, medium or low; null for all.
            classes: Which findings to list, of conflict, risk, related, missing and uninformative.
            max_rows: Most rows to return.

        Returns:
            One row per artifact, check and what it was held against. Columns:
            `artifact` (STRING): the artifact
            `topic` (STRING): what the check is about
            `check` (STRING): name of the check
            `class` (STRING): conflict, risk, related (a relative, or with a reason), missing (nobody says it),
                uninformative
            `severity` (STRING): high, medium or low
            `claimed` (STRING): what the artifact or its name says
            `actual` (STRING): what stands against it
            `evidence` (STRING): how it is known
            `base` (STRING): the other artifact, where it was held against one
            `path` (LIST<STRING>): ids from the artifact to the other one, both included
            `below` (INTEGER): artifacts made from it, directly or through others
            `downloads` (INTEGER): its downloads in the last 30 days
            `first_seen` (ZONED DATETIME): when the finding was first made
            `last_seen` (ZONED DATETIME): when it was last made again
        """
        return self._ask(
            "findings",
            topic=topic,
            check=check,
            artifact=artifact,
            severity=severity,
            classes=classes,
            max_rows=max_rows,
        )

    def findings_summary(
        self,
        *,
        topic: str | None = None,
        artifact: str | None = None,
        max_rows: int = 200,
    ) -> Result:
        """Findings by check.

        How many findings does each check have, how grave are they, and what is to be done about them?

        The gravest come first. Checks of other topics than naming run with `supplygraph check`.

        Args:
            topic: Only checks of this topic; null for all.
            artifact: Only findings of this artifact.
            max_rows: Most rows to return.

        Returns:
            One row per check, class and severity that has findings. Columns:
            `topic` (STRING): what the check is about
            `check` (STRING): name of the check
            `class` (STRING): conflict, risk, related, missing or uninformative
            `severity` (STRING): high, medium or low
            `findings` (INTEGER): how many there are
            `artifacts` (INTEGER): artifacts that have one
            `title` (STRING): title of the check
            `meaning` (STRING): what a finding of it means
            `remedy` (STRING): what to do about it
            `examples` (LIST<STRING>): artifacts that have one, the most downloaded first, at most five
        """
        return self._ask("findings-summary", topic=topic, artifact=artifact, max_rows=max_rows)

    def graph_counts(
        self,
        *,
        max_rows: int = 1000,
    ) -> Result:
        """What is in the graph.

        How many nodes and relationships of each kind does the graph hold?

        Kinds of which there are none are left out.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per label, relationship type, derivation relation, or status of a kind of artifact. Columns:
            `kind` (STRING): node, relationship, relation (of DERIVED_FROM), or status (of a label)
            `name` (STRING): the label, the type, the relation, or label and status
            `count` (INTEGER): how many there are
        """
        return self._ask("graph-counts", max_rows=max_rows)

    def graph_size(
        self,
        *,
        max_rows: int = 1,
    ) -> Result:
        """How large the graph is.

        How many artifacts, derivations and licence conflicts does the graph hold?

        The store keeps these counts, so that large graphs answer at once; graph-counts has all kinds.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row. Columns:
            `models` (INTEGER): models, stubs included
            `datasets` (INTEGER): datasets, stubs included
            `repositories` (INTEGER): repositories
            `derivations` (INTEGER): derivations of models and datasets from others
            `conflicts` (INTEGER): artifacts whose licence is in conflict with one above, once for each of these
            `stubs` (INTEGER): models that are only named by others
        """
        return self._ask("graph-size", max_rows=max_rows)

    def load_report(
        self,
        *,
        max_rows: int = 1000,
    ) -> Result:
        """What each load did.

        Which loads were there, were they complete, and what did they count?

        The newest load comes first.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per load and count; one row without a name for a load that counted nothing. Columns:
            `load` (STRING): id of the load
            `source` (STRING): what was loaded
            `started` (ZONED DATETIME): start, in UTC
            `finished` (ZONED DATETIME): end, in UTC; null while it runs or when it was cut off
            `complete` (BOOLEAN): whether everything that was asked for was read
            `name` (STRING): what was counted
            `count` (INTEGER): the count
        """
        return self._ask("load-report", max_rows=max_rows)

    def quality_case_collisions(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Ids that differ only in upper and lower case.

        Which models or datasets have ids that differ from another's only in case?

        The Hub takes ids in any case, so a group is usually one artifact that someone misspelt.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per group of such ids. Columns:
            `kind` (STRING): model or dataset
            `ids` (LIST<STRING>): the ids, sorted
        """
        return self._ask("quality-case-collisions", max_rows=max_rows)

    def quality_checklists(
        self,
        *,
        checklist: str | None = None,
        max_rows: int = 1000,
    ) -> Result:
        """What checklists ask of models.

        Which attributes do the checklists ask for, and what in the graph answers each?

        A fact is a property of a model, a type of relationship from it, or one of these with a name behind the
        colon: card (topic of its card's text), file (topic of its files), field (of its card's header), tag,
        data (of every dataset that it was trained on). `generated_data` is such a dataset that a model
        generated, `quantized_child` a quantised model made from it, `bill` what an exported bill of materials
        states by itself.

        Args:
            checklist: Only this checklist, reuse, ai-bom or training-content; null for all.
            max_rows: Most rows to return.

        Returns:
            One row per attribute. Columns:
            `checklist` (STRING): the checklist
            `attribute` (STRING): what is asked for
            `groups` (LIST<STRING>): groups that it belongs to
            `meaning` (STRING): what it asks for
            `answered_by` (LIST<STRING>): facts of which any one answers it
            `told_by` (LIST<STRING>): places that must have been read before it is said to be missing; none
                where nothing tells
            `title` (STRING): what the checklist is
            `origin` (STRING): where it comes from
            `date` (STRING): its date
        """
        return self._ask("quality-checklists", checklist=checklist, max_rows=max_rows)

    def quality_children(
        self,
        *,
        model_id: str | None = None,
        max_rows: int = 1000,
    ) -> Result:
        """Children that the Hub counts and the graph has.

        How many of the models that the Hub counts as made from a model does the graph have, relation by
        relation?

        Counts of the Hub come with single requests only. The graph counts the relation that it holds,
        `undeclared` nowhere.

        Args:
            model_id: Only this model; null for all.
            max_rows: Most rows to return.

        Returns:
            One row per model and relation that the Hub counts. Columns:
            `model` (STRING): the model
            `relation` (STRING): how the others are made, as the Hub names it
            `hub` (INTEGER): how many the Hub counts
            `graph` (INTEGER): how many the graph has
            `missing` (INTEGER): how many fewer the graph has; negative where it has more
            `share` (FLOAT): what the graph has of what the Hub counts
        """
        return self._ask("quality-children", model_id=model_id, max_rows=max_rows)

    def quality_claims(
        self,
        *,
        model_id: str | None = None,
        dataset: str | None = None,
        metric: str | None = None,
        claimed_by: str | None = None,
        max_rows: int = 200,
    ) -> Result:
        """Results that are claimed.

        Which results are claimed for models, on which data, by whom, and where is that stated?

        Claims about the most downloaded models come first.

        Args:
            model_id: Only claims about this model; null for all.
            dataset: Only claims on this dataset; null for all.
            metric: Only this measure, such as accuracy or exact_match; null for all.
            claimed_by: Only claims of author, community, verified or paper; null for all.
            max_rows: Most rows to return.

        Returns:
            One row per claim. Columns:
            `model` (STRING): the model
            `dataset` (STRING): the dataset on which it was measured
            `task` (STRING): task of the evaluation
            `metric` (STRING): what was measured; null where it is not stated
            `value` (FLOAT): the result; null where it is not one number
            `written` (STRING): the result as it was written, where it is more than that number
            `config` (STRING): part of the dataset that was used
            `split` (STRING): split that was used
            `setup` (STRING): how it was measured, as stated
            `claimed_by` (STRING): author; community (somebody else); verified (with a token); paper (read from
                a text by a language model)
            `reporter` (STRING): whom the claim names as its source
            `link` (STRING): address of that source
            `date` (STRING): when it was measured, as stated
            `sources` (LIST<STRING>): sources of the graph that state the claim
        """
        return self._ask(
            "quality-claims",
            model_id=model_id,
            dataset=dataset,
            metric=metric,
            claimed_by=claimed_by,
            max_rows=max_rows,
        )

    def quality_claims_by_task(
        self,
        *,
        min_models: int = 1,
        max_rows: int = 200,
    ) -> Result:
        """Models with claims that programs can read.

        For how many models of each task does anybody claim a result in a form that programs can read?

        Claims that a language model read from a text do not count.

        Args:
            min_models: Leave out tasks of fewer models.
            max_rows: Most rows to return.

        Returns:
            One row per task. Columns:
            `task` (STRING): task that the models are published for; null for those that state none
            `models` (INTEGER): models of it that some source describes
            `with_claims` (INTEGER): of them, those with a claim of their author or of somebody else
            `share` (FLOAT): with_claims / models
            `claims` (INTEGER): the claims
        """
        return self._ask("quality-claims-by-task", min_models=min_models, max_rows=max_rows)

    def quality_completeness(
        self,
        *,
        checklist: str = "reuse",
        model_ids: Sequence[str] | None = None,
        task: str | None = None,
        library: str | None = None,
        max_rows: int = 100,
    ) -> Result:
        """How completely models are documented.

        What share of a checklist does each model answer, what is missing, and what is not known?

        quality-model says where each is answered, and which ancestor answers what is missing.

        Args:
            checklist: Reuse (what people look for before they reuse a model), ai-bom (minimum elements of a
                bill of materials for AI) or training-content (public summary of training content, AI Act).
            model_ids: Only these models; null for all.
            task: Only models of this task; null for all.
            library: Only models of this library; null for all.
            max_rows: Most rows to return.

        Returns:
            One row per model, the most downloaded first. Columns:
            `model` (STRING): the model
            `downloads` (INTEGER): its downloads in the last 30 days
            `asked` (INTEGER): attributes of the checklist
            `present` (INTEGER): of them, those that it answers
            `missing` (INTEGER): those that it does not answer
            `unknown` (INTEGER): those of which no source has shown all places that would tell
            `score` (FLOAT): present, as a share of those of which it is known; null where nothing is known
            `missing_attributes` (LIST<STRING>): names of the missing ones
            `unknown_attributes` (LIST<STRING>): names of those that are not known
        """
        return self._ask(
            "quality-completeness",
            checklist=checklist,
            model_ids=model_ids,
            task=task,
            library=library,
            max_rows=max_rows,
        )

    def quality_contradictions(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Derivations about which sources disagree.

        For which derivations do sources or fields state different relations?

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per derivation. Columns:
            `derived` (STRING): id of the derived artifact
            `base` (STRING): id of its base
            `relation` (STRING): the relation that the graph holds
            `claims` (LIST<STRING>): each statement as `source:evidence=relation`, sorted
        """
        return self._ask("quality-contradictions", max_rows=max_rows)

    def quality_disagreements(
        self,
        *,
        artifact: str | None = None,
        fact: str | None = None,
        max_rows: int = 1000,
    ) -> Result:
        """Facts about which sources disagree.

        Which facts of an artifact do its card, tags, config, files, the Hub or other sources state differently?

        Two places disagree where each states something that the other does not; a place that says less is not
        against one that says more. What the database cannot tell apart, such as two sources of one relationship
        with two kinds of evidence, counts as stated by each in each way, so that a disagreement may be missed
        but none is made up. Parameters disagree where the headers of the weights show over 5 % more or less
        than the Hub or the card says.

        Args:
            artifact: Only this artifact.
            fact: Only license, license_name, base, relation, dataset, task, model_type, library or parameters;
                null for all.
            max_rows: Most rows to return.

        Returns:
            One row per artifact, fact and two places that state it differently. Columns:
            `artifact` (STRING): the artifact
            `fact` (STRING): what is stated
            `source_a` (STRING): the first place, as `source:evidence`
            `value_a` (STRING): what it says and the second does not, several with commas between them
            `source_b` (STRING): the second place
            `value_b` (STRING): what it says and the first does not
            `class` (STRING): conflict, or related where one of two bases comes from the other
        """
        return self._ask("quality-disagreements", artifact=artifact, fact=fact, max_rows=max_rows)

    def quality_discrepancies(
        self,
        *,
        model_id: str | None = None,
        kinds: Sequence[str] = ("itself", "others", "paper", "quantized", "copy"),
        comparisons: Sequence[str] = ("like", "partly", "not"),
        max_rows: int = 200,
    ) -> Result:
        """Results that are claimed differently.

        Where do two claims about a model, or about it and what it copies, disagree, and can they be compared at
        all?

        Results agree that are the same when both are rounded to the digits of the shorter one and differ by no
        more than one part in a hundred, also where one is a fraction and the other a percentage. Where they do
        not agree and one is at most 1 and the other is larger, the two may be on different scales, so they are
        not compared. At most 200 claims about one model on one dataset are paired.

        Args:
            model_id: Only claims about this model; null for all.
            kinds: Which pairs, of itself, others, paper, quantized and copy.
            comparisons: Which rows, of like, partly and not.
            max_rows: Most rows to return.

        Returns:
            One row per pair of claims; of pairs that cannot be compared, one per two claimants, dataset and
            measure. Columns:
            `model` (STRING): the model
            `kind` (STRING): itself (one claimant says both), others (two claimants), paper (a text read by a
                language model), quantized or copy (the model against its base)
            `other` (STRING): the base that it is held against; null where both claims are about the model
            `dataset` (STRING): the dataset of both claims
            `metric` (STRING): the measure
            `compared` (STRING): like (all that is stated agrees), partly (one of them states less) or not
            `why` (LIST<STRING>): what keeps the two from being compared as like
            `claimed_by` (STRING): who makes the first claim
            `value` (FLOAT): its result
            `other_by` (STRING): who makes the second claim, or the claim about the base
            `other_value` (FLOAT): its result
            `difference` (FLOAT): second less first; null where they cannot be compared
            `setup` (STRING): configuration, split and setup of the first claim
            `other_setup` (STRING): those of the second
            `downloads` (INTEGER): downloads of the model in the last 30 days
        """
        return self._ask(
            "quality-discrepancies",
            model_id=model_id,
            kinds=kinds,
            comparisons=comparisons,
            max_rows=max_rows,
        )

    def quality_fixes(
        self,
        *,
        artifact: str | None = None,
        field: str | None = None,
        actions: Sequence[str] = ("add", "replace", "remove"),
        max_rows: int = 1000,
    ) -> Result:
        """What cards lack or say wrongly, with what would mend it.

        Which fields of a card can be filled or corrected by what is known, and which only the publisher can
        decide?

        A licence is proposed only for a copy or quantised form of exactly one base of another publisher that
        bears the name of the base but for marks of format, where the base declares one known licence, is not in
        conflict itself and was not made from something whose licence cannot be judged, and where the artifact
        states no licence in a card that was read, or a permissive one; whoever trains or merges has to choose.
        A relation is proposed for an adapter by its marks, for a merge of several bases, and for quantised
        weights of the base's name; never a fine-tune. Ids are replaced only where the Hub itself leads from the
        old one to the new one. Of a dataset only license and source_datasets are looked at. `supplygraph fix`
        writes the patch. Not legal advice.

        Args:
            artifact: Only this artifact.
            field: Only license, base_model, base_model_relation, datasets or source_datasets; null for all.
            actions: Which rows to list, of add, replace, remove and decide.
            max_rows: Most rows to return.

        Returns:
            One row per artifact, field and what is wrong with it. Columns:
            `artifact` (STRING): the artifact
            `field` (STRING): field of the card
            `action` (STRING): add, replace, remove, or decide where only the publisher knows
            `present` (LIST<STRING>): what the card says that is to go
            `proposed` (LIST<STRING>): what is to stand there instead
            `because` (STRING): what supports it
            `base` (STRING): the other artifact that it rests on
            `downloads` (INTEGER): downloads of the artifact in the last 30 days
            `kind` (STRING): model or dataset
        """
        return self._ask("quality-fixes", artifact=artifact, field=field, actions=actions, max_rows=max_rows)

    def quality_imputation(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """How right guesses from relatives, names and fingerprints are.

        Had a licence, task, relation or base been missing, how often would each method have told it?

        Measured and kept by `supplygraph impute`, with the same rules that make the guesses. Every known fact
        is held out by itself: a model never votes for itself, and its own base counts only for others. Licences
        are compared by id and only where there is exactly one. Of several values with as many votes the
        smallest counts. A base is right where the declared lineage leads to it, at any depth; by name it is
        told only of names with a mark of format or quantisation.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per fact and method. Columns:
            `fact` (STRING): license, task, relation or base
            `method` (STRING): siblings (most frequent among others of the same bases), base, name, fingerprint,
                or most_frequent of all
            `known` (INTEGER): models, or derivations for the relation, where the fact is known and can be held
                against the guess
            `guessed` (INTEGER): of these, those for which the method has a guess
            `right` (INTEGER): of these guesses, those that are right
            `accuracy` (FLOAT): right guesses of all guesses
            `coverage` (FLOAT): guesses of all known
            `published` (FLOAT): what Model Atlas reports for siblings and for the most frequent value; null for
                other methods
        """
        return self._ask("quality-imputation", max_rows=max_rows)

    def quality_imputed(
        self,
        *,
        model_id: str | None = None,
        fact: str | None = None,
        min_agreement: float = 0.0,
        max_rows: int = 1000,
    ) -> Result:
        """Guesses at what nobody states.

        Which licence, task, relation or base is guessed for a model, by which method, on how much, and how sure
        is that?

        Made by `supplygraph impute`. A guess is not a statement; no verdict and no check rests on one. Any
        question takes guesses for facts with --guesses.

        Args:
            model_id: Only this model; null for all.
            fact: Only license, task, relation or base; null for all.
            min_agreement: Least share of siblings that have to say the same.
            max_rows: Most rows to return.

        Returns:
            One row per model and fact; of relations one per base. Columns:
            `model` (STRING): the model
            `fact` (STRING): license, task, relation or base
            `value` (STRING): the guess
            `base` (STRING): of a relation, the base
            `method` (STRING): siblings, base, name or fingerprint
            `support` (INTEGER): siblings or bases that say so
            `agreement` (FLOAT): of those that say anything, how many say this
            `accuracy` (FLOAT): how right the method was on the known facts of this graph
            `downloads` (INTEGER): downloads of the model in the last 30 days
        """
        return self._ask(
            "quality-imputed",
            model_id=model_id,
            fact=fact,
            min_agreement=min_agreement,
            max_rows=max_rows,
        )

    def quality_missing(
        self,
        *,
        by: Sequence[str] = ("task",),
        checklist: str = "reuse",
        attribute: str | None = None,
        task: str | None = None,
        library: str | None = None,
        ancestor: str | None = None,
        min_models: int = 1,
        max_rows: int = 1000,
    ) -> Result:
        """Which attributes are missing.

        How often is each attribute of a checklist missing, by task, library, hub, popularity, age or below a
        model?

        What is missing most often comes first. quality-model says where each attribute of a model is answered,
        and which ancestor answers what it lacks.

        Args:
            by: What to group by, any of task, library, hub, popularity and age; an empty list for all models as
                one.
            checklist: Reuse (what people look for before they reuse a model), ai-bom (minimum elements of a
                bill of materials for AI) or training-content (public summary of training content, AI Act).
            attribute: Only this attribute, such as hardware; null for all.
            task: Only models of this task; null for all.
            library: Only models of this library; null for all.
            ancestor: Only models made from this one, directly or through others; null for all.
            min_models: Leave out values that fewer models have.
            max_rows: Most rows to return.

        Returns:
            One row per attribute and value of what is grouped by. Columns:
            `attribute` (STRING): what is asked for
            `task` (STRING): task of the models, where it is grouped by; null for those that state none
            `library` (STRING): their library, where it is grouped by
            `hub` (STRING): their hub, where it is grouped by
            `popularity` (STRING): their downloads in the last 30 days, where it is grouped by
            `age` (INTEGER): year in which they were made, where it is grouped by
            `models` (INTEGER): such models that some source describes
            `present` (INTEGER): of them, those that answer it
            `missing` (INTEGER): those that do not
            `told` (INTEGER): models of which all places were read that would tell that it is missing
            `share` (FLOAT): missing, as a share of these; null where there are none
        """
        return self._ask(
            "quality-missing",
            by=by,
            checklist=checklist,
            attribute=attribute,
            task=task,
            library=library,
            ancestor=ancestor,
            min_models=min_models,
            max_rows=max_rows,
        )

    def quality_model(
        self,
        model_ids: Sequence[str],
        *,
        checklist: str = "reuse",
        group: str | None = None,
        present: bool | None = None,
        max_hops: int = 10,
        max_rows: int = 1000,
    ) -> Result:
        """What is documented of a model.

        Which attributes of a checklist does a model answer, where, and which ancestor answers what it lacks?

        quality-checklists says what answers each attribute, and which places must have been read before it is
        said to be missing. A fact that begins with `data:` is one that every dataset has that the model was
        trained on.

        Args:
            model_ids: Ids of the models.
            checklist: Reuse (what people look for before they reuse a model), ai-bom (minimum elements of a
                bill of materials for AI) or training-content (public summary of training content, AI Act).
            group: Only this group of attributes, such as provenance; null for all.
            present: Only what is answered (true) or missing (false); null for all, what is not known among
                them.
            max_hops: How far up the lineage to look for who answers.
            max_rows: Most rows to return.

        Returns:
            One row per model, group and attribute. Columns:
            `model` (STRING): the model
            `group` (STRING): group of the attribute; one that belongs to several has a row for each
            `attribute` (STRING): what is asked for
            `present` (BOOLEAN): whether the model answers it; null where not all places were read that would
                tell
            `where` (LIST<STRING>): what answers it, such as a property, a type of relationship, a heading of
                its card, or a file
            `unread` (LIST<STRING>): places that no source has shown and that would tell
            `ancestor` (STRING): nearest ancestor that answers it where the model does not; of several as near
                the smallest id
            `hops` (INTEGER): steps up to it
            `meaning` (STRING): what the attribute asks for
        """
        return self._ask(
            "quality-model",
            model_ids=model_ids,
            checklist=checklist,
            group=group,
            present=present,
            max_hops=max_hops,
            max_rows=max_rows,
        )

    def quality_stubs(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Artifacts that are named and described nowhere.

        Which models and datasets do others name, although no source describes them?

        Those that most others name come first; describing them fills the largest gaps.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per model or dataset. Columns:
            `kind` (STRING): model or dataset
            `id` (STRING): id by which others name it
            `named_by` (INTEGER): relationships that name it
        """
        return self._ask("quality-stubs", max_rows=max_rows)

    def quality_unusable_bases(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Bases that name no repository.

        Which models name as their base something that is not a repository - themselves, a local path, a URL?

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per model and value. Columns:
            `model` (STRING): Hub id of the model
            `value` (STRING): what stands where the id of a base belongs
            `reason` (STRING): what it is, one of `itself`, `url`, `path` and `text`
            `downloads` (INTEGER): downloads of the model in the last 30 days
        """
        return self._ask("quality-unusable-bases", max_rows=max_rows)

    def reuse_by_library(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Reuse by library.

        The models of which library do most repositories load?

        A model with several libraries counts for each.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per library. Columns:
            `library` (STRING): library of the models; null for models of which none is known
            `models` (INTEGER): models of it that a repository loads
            `repositories` (INTEGER): repositories that load one of them
            `links` (INTEGER): pairs of a repository and a model
        """
        return self._ask("reuse-by-library", max_rows=max_rows)

    def reuse_code(
        self,
        *,
        card_linked: bool = False,
        max_rows: int = 100,
    ) -> Result:
        """Repositories to ask GitHub about.

        Which repositories of GitHub load models or datasets, or are named by a card as its code?

        Args:
            card_linked: Also repositories that nothing but a card names.
            max_rows: Most rows to return.

        Returns:
            One row per repository. Columns:
            `repository` (STRING): name of the repository, github.com/owner/name
        """
        return self._ask("reuse-code", card_linked=card_linked, max_rows=max_rows)

    def reuse_concentration(
        self,
        *,
        hub: str | None = None,
        max_rows: int = 100,
    ) -> Result:
        """How concentrated reuse is.

        On how few models does the reuse rest, and how many models does a repository load?

        Only models that a repository loads are counted; where there are none, there are no rows. The Gini
        coefficient is 0 where all are used equally often.

        Args:
            hub: Only models of this hub, such as huggingface.
            max_rows: Most rows to return.

        Returns:
            One row per measure. Columns:
            `measure` (STRING): models, repositories, links; shares of the links on the most used models; uses
                per model and per repository
            `value` (FLOAT): its value; shares are between 0 and 1
        """
        return self._ask("reuse-concentration", hub=hub, max_rows=max_rows)

    def reuse_domains(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Domains of models and of the repositories that load them.

        To which field do the models of each hub belong, and how many repositories load models of it?

        A model whose tasks belong to two domains counts as Multimodal, as in the study. Models without a task
        are left out.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per domain and hub. Columns:
            `domain` (STRING): NLP, Computer Vision, Audio, Multimodal or Other
            `hub` (STRING): hub of the models
            `models` (INTEGER): models of the domain
            `repositories` (INTEGER): repositories that load one of them
        """
        return self._ask("reuse-domains", max_rows=max_rows)

    def reuse_downloads_vs_dependents(
        self,
        *,
        hub: str | None = None,
        max_rows: int = 100,
    ) -> Result:
        """Downloads against dependents.

        Do models that are downloaded most have most repositories that load them, and where do the two ranks
        part?

        Those with most downloads come first. Both ranks count all models with a number of downloads. Where no
        repository loads any of them, there are no rows.

        Args:
            hub: Only models of this hub, such as huggingface.
            max_rows: Most rows to return.

        Returns:
            One row per model with a number of downloads. Columns:
            `model` (STRING): id of the model
            `downloads` (INTEGER): downloads, as its source counts them
            `repositories` (INTEGER): repositories that load it
            `rank_gap` (INTEGER): models that more repositories load, less models with more downloads; large
                where it is rather downloaded
        """
        return self._ask("reuse-downloads-vs-dependents", hub=hub, max_rows=max_rows)

    def reuse_graph(
        self,
        model_id: str,
        *,
        max_hops: int = 3,
        max_rows: int = 140,
    ) -> Result:
        """Picture of who loads a model and what was made from it.

        Which repositories load a model, or a model that was made from it?

        Made for Neo4j Browser, which draws the rows as one picture.

        Args:
            model_id: The model.
            max_hops: Most derivation steps to follow down; never more than 50.
            max_rows: Most uses and derivations to draw.

        Returns:
            One row per use of the model or of one below it, and per derivation between them, those nearest to
            it first. Columns:
            `path` (PATH): a repository and a model that it loads, or a derived model and its base; the model
                alone where there is no such pair
        """
        return self._ask("reuse-graph", model_id=model_id, max_hops=max_hops, max_rows=max_rows)

    def reuse_repositories(
        self,
        *,
        model_id: str | None = None,
        max_rows: int = 100,
    ) -> Result:
        """Repositories that load models.

        Which repositories load models, how many, and under which licence are they?

        Those that load most models come first.

        Args:
            model_id: Only repositories that load this model; its id or an old id of it.
            max_rows: Most rows to return.

        Returns:
            One row per repository that loads a model. Columns:
            `repository` (STRING): name of the repository
            `models` (INTEGER): models that it loads
            `license` (STRING): licence that it declares; null for none
            `stars` (INTEGER): its stars
        """
        return self._ask("reuse-repositories", model_id=model_id, max_rows=max_rows)

    def reuse_stale(
        self,
        *,
        max_rows: int = 100,
    ) -> Result:
        """Repositories that load an outdated model.

        Which repositories load a model to which its publisher names a successor?

        Repositories with most stars come first.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per repository, model and successor. Columns:
            `repository` (STRING): name of the repository
            `model` (STRING): model that it loads
            `successor` (STRING): newer model that the publisher of the model points to
        """
        return self._ask("reuse-stale", max_rows=max_rows)

    def reuse_top_models(
        self,
        *,
        hub: str | None = None,
        max_rows: int = 100,
    ) -> Result:
        """Models that most repositories load.

        Which models do most repositories load, and how many stars do those repositories have?

        Args:
            hub: Only models of this hub, such as huggingface or pytorch.
            max_rows: Most rows to return.

        Returns:
            One row per model that a repository loads. Columns:
            `model` (STRING): id of the model
            `repositories` (INTEGER): repositories that load it
            `stars` (INTEGER): stars of those repositories together; null where no stars are known
        """
        return self._ask("reuse-top-models", hub=hub, max_rows=max_rows)

    def trust_namespaces(
        self,
        *,
        status: str | None = None,
        max_rows: int = 100,
    ) -> Result:
        """Namespaces that are gone or were passed on.

        Which namespaces have lost their artifacts, so that somebody could register them anew, and who still
        names them?

        Whoever registers such a namespace decides what old references load. The graph knows what its sources
        saw: a namespace may have been taken again since then. Those with most dependents come first.

        Args:
            status: Only gone, renamed or partly_gone; null for all.
            max_rows: Most rows to return.

        Returns:
            One row per namespace. Columns:
            `namespace` (STRING): the namespace
            `status` (STRING): gone (all its artifacts are), partly_gone (others are there), renamed (its ids
                lead to another namespace)
            `artifacts` (INTEGER): artifacts of it that are gone, or ids of it that lead elsewhere, and that
                something names
            `dependents` (INTEGER): artifacts and repositories that name one of them directly
            `below` (INTEGER): artifacts made from these at any depth, each counted once for each of these
            `downloads` (INTEGER): downloads in the last 30 days of the artifacts that name one of them
            `examples` (LIST<STRING>): ids of the namespace that are named, at most five
        """
        return self._ask("trust-namespaces", status=status, max_rows=max_rows)

    def trust_publishers(
        self,
        *,
        max_rows: int = 50,
    ) -> Result:
        """Publishers that many others depend on.

        On the works of which publishers do most works of other publishers rest, so that their loss would strand
        them?

        A model that rests on several publishers counts for each. At most 50 steps of derivation are followed.

        Args:
            max_rows: Most rows to return.

        Returns:
            One row per publisher. Columns:
            `publisher` (STRING): the publisher
            `verified` (BOOLEAN): whether the Hub has verified who it is; null where that is not known (`load
                publishers` asks)
            `models` (INTEGER): models of it that others build on
            `dependents` (INTEGER): models of other publishers that are made from one of them, directly or
                through others
            `publishers` (INTEGER): the publishers of these
            `downloads` (INTEGER): their downloads in the last 30 days
            `repositories` (INTEGER): repositories whose code loads one of its models
            `share` (FLOAT): dependents among all models that are made from something
        """
        return self._ask("trust-publishers", max_rows=max_rows)

    def trust_risks(
        self,
        *,
        check: str | None = None,
        artifact: str | None = None,
        max_rows: int = 100,
    ) -> Result:
        """Risks, with the way that they come and how many are below.

        Which artifacts carry a risk, where does it come from, through which first step, and who inherits it?

        Findings of class risk, kept by `supplygraph check`; those with most artifacts below come first.

        Args:
            check: Only this check, such as custom_code or pickle_only; null for all.
            artifact: Only this artifact.
            max_rows: Most rows to return.

        Returns:
            One row per artifact and risk. Columns:
            `risk` (STRING): the check
            `severity` (STRING): high, medium or low
            `artifact` (STRING): the artifact
            `origin` (STRING): where the risk comes from; the artifact itself where it has it by itself
            `first_hop` (STRING): the artifact directly above through which it comes
            `path` (LIST<STRING>): ids from the artifact to the origin, both included
            `below` (INTEGER): artifacts made from it, directly or through others
            `downloads` (INTEGER): its downloads in the last 30 days
            `repositories` (INTEGER): repositories whose code loads it
            `evidence` (STRING): how it is known
        """
        return self._ask("trust-risks", check=check, artifact=artifact, max_rows=max_rows)

    def trust_same_weights(
        self,
        *,
        model_id: str | None = None,
        undeclared: bool = False,
        max_rows: int = 1000,
    ) -> Result:
        """The same weights under other names.

        Which models hold the very weight files of an older model, is that declared, and did the licence change?

        Equal SHA-256 proves equal files, not who made them: the oldest repository is taken for the original.
        Hashes are known where `load fingerprints` asked the Hub, or a dump lists files with their hashes. Those
        that change the licence come first, then those that declare nothing.

        Args:
            model_id: Only copies of this model, or what this model copies; null for all.
            undeclared: Only those that no derivation joins to the older model.
            max_rows: Most rows to return.

        Returns:
            One row per model and older model with files of the same content. Columns:
            `model` (STRING): the model
            `original` (STRING): the oldest model that has these files; of several the smallest id
            `shared` (INTEGER): weight files of the same content
            `files` (INTEGER): weight files of the model
            `original_files` (INTEGER): weight files of the original
            `declared` (BOOLEAN): whether one derives from the other at any depth, up to 50 steps
            `same_publisher` (BOOLEAN): whether both are of one publisher
            `same_tokenizer` (BOOLEAN): whether the tokenizer files are the same; null where that is not known
            `license` (STRING): licence of the model
            `original_license` (STRING): licence of the original
            `license_changed` (BOOLEAN): whether these differ; null where one of them is missing
            `downloads` (INTEGER): downloads of the model in the last 30 days
        """
        return self._ask("trust-same-weights", model_id=model_id, undeclared=undeclared, max_rows=max_rows)

    def trust_signatures(
        self,
        *,
        model_id: str | None = None,
        max_rows: int = 100,
    ) -> Result:
        """Signatures of models and of what they were made from.

        Which models have a signature among their files, and do those that they were made from?

        A signature is known by the name of its file (`model.sig`, `.sigstore`); nobody has verified it, nor who
        signed. Who quantises or copies a signed model ends what its signature vouches for: such rows are
        unsigned with a signed base.

        Args:
            model_id: Only this model, signed or not; null for all.
            max_rows: Most rows to return.

        Returns:
            One row per model whose files are listed and that has a signature, or a base with one. Columns:
            `model` (STRING): the model
            `signed` (BOOLEAN): whether a signature is among its files
            `signed_bases` (LIST<STRING>): direct bases that have one
            `unsigned_bases` (LIST<STRING>): direct bases that have none
            `unknown_bases` (INTEGER): direct bases whose files no source lists
            `below` (INTEGER): models made from it, directly or through others
            `downloads` (INTEGER): its downloads in the last 30 days
            `repositories` (INTEGER): repositories whose code loads it
        """
        return self._ask("trust-signatures", model_id=model_id, max_rows=max_rows)

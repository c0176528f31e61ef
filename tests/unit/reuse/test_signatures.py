"""Every row of the table is well-formed, and its calls ask for the ids that the libraries ask for."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.reuse.identify import Identity, identify
from supplygraph.reuse.signatures import signatures
from tests.unit.reuse.repositories import found

ROWS = [row for rows in signatures().by_name.values() for row in rows]
KINDS = {"model", "dataset", "space", "metric", "output_model"}
#: What code does with a name that needs a second argument, a scheme, or nothing.
IN_CODE = re.compile(r"none|torch_hub|ollama|scheme|(?:table|pairs):\w+")


def test_every_row_says_what_it_has_to() -> None:
    known = signatures()
    for row in ROWS:
        called = f"{row.packages[0]}.{row.calls[0]}"
        assert row.kind in KINDS, called
        assert IN_CODE.fullmatch(row.bare) or row.bare in known.short or row.bare in known.sections, called
        assert row.read_in, called
        assert row.at >= 0 or row.names or row.more, called
        if row.bare.startswith("table:"):
            assert row.bare.removeprefix("table:") in known.tables, called


def test_every_old_id_has_the_name_it_had() -> None:
    for old, new in signatures().tables["legacy"].items():
        assert new.endswith(old) or "dbmdz" in new, old


#: code, (model id, id on the Hub, kind, registry)
CALLS = {
    "transformers old id": (
        "from transformers import AutoModel\nAutoModel.from_pretrained('bert-base-uncased')",
        ("bert-base-uncased", "google-bert/bert-base-uncased", "model", "huggingface"),
    ),
    "transformers pipeline": (
        "from transformers import pipeline\npipeline('fill-mask', 'acme/bert')",
        ("acme/bert", "acme/bert", "model", "huggingface"),
    ),
    "transformers default": (
        "from transformers import pipeline\npipeline('summarization')",
        ("sshleifer/distilbart-cnn-12-6", "sshleifer/distilbart-cnn-12-6", "default_model", "huggingface"),
    ),
    "star import": (
        "from transformers import *\nAutoModel.from_pretrained('acme/bert')",
        ("acme/bert", "acme/bert", "model", "huggingface"),
    ),
    "another name": (
        "import transformers as t\nt.AutoModel.from_pretrained('acme/bert')",
        ("acme/bert", "acme/bert", "model", "huggingface"),
    ),
    "single file": (
        "from diffusers import X\nX.from_single_file('https://huggingface.co/acme/sd/blob/main/x.safetensors')",
        ("acme/sd", "acme/sd", "model", "huggingface"),
    ),
    "lora": (
        "pipe.load_lora_weights('acme/lora', weight_name='x')",
        ("acme/lora", "acme/lora", "model", "huggingface"),
    ),
    "sentence transformers": (
        "from sentence_transformers import SentenceTransformer\nSentenceTransformer('all-MiniLM-L6-v2')",
        ("sentence-transformers/all-MiniLM-L6-v2",) * 2 + ("model", "huggingface"),
    ),
    "cross encoder": (
        "from sentence_transformers import CrossEncoder\nCrossEncoder('ms-marco-MiniLM-L-6-v2')",
        ("cross-encoder/ms-marco-MiniLM-L-6-v2",) * 2 + ("model", "huggingface"),
    ),
    "hub download": (
        "from huggingface_hub import hf_hub_download\nhf_hub_download(repo_id='acme/bert', filename='x')",
        ("acme/bert", "acme/bert", "model", "huggingface"),
    ),
    "hub download of data": (
        "from huggingface_hub import snapshot_download\nsnapshot_download('acme/data', repo_type='dataset')",
        ("acme/data", "acme/data", "dataset", "huggingface"),
    ),
    "inference client": (
        "from huggingface_hub import InferenceClient\nInferenceClient('together:acme/bert')",
        ("acme/bert", "acme/bert", "model", "huggingface"),
    ),
    "peft": (
        "from peft import PeftModel\nPeftModel.from_pretrained(base, 'acme/lora')",
        ("acme/lora", "acme/lora", "model", "huggingface"),
    ),
    "dataset": (
        "from datasets import load_dataset\nload_dataset('squad')",
        ("squad", "squad", "dataset", "huggingface"),
    ),
    "timm": (
        "import timm\ntimm.create_model('hf-hub:acme/vit', pretrained=True)",
        ("acme/vit", "acme/vit", "model", "huggingface"),
    ),
    "timm short": (
        "import timm\ntimm.create_model('resnet50.a1_in1k', pretrained=True)",
        ("timm/resnet50.a1_in1k",) * 2 + ("model", "huggingface"),
    ),
    "open_clip": (
        "import open_clip\nopen_clip.create_model_and_transforms('ViT-B-32', pretrained='laion2b_s34b_b79k')",
        ("laion/CLIP-ViT-B-32-laion2B-s34B-b79K",) * 2 + ("model", "huggingface"),
    ),
    "sagemaker": (
        "from sagemaker.huggingface import HuggingFaceModel\nHuggingFaceModel(env={'HF_MODEL_ID': 'acme/bert'})",
        ("acme/bert",) * 2 + ("model", "huggingface"),
    ),
    "augmentation": (
        "import nlpaug.augmenter.word as naw\nnaw.BackTranslationAug(to_model_name='acme/de-en')",
        ("acme/de-en",) * 2 + ("model", "huggingface"),
    ),
    "export": (
        "from transformers.convert_graph_to_onnx import convert\nconvert('pt', 'acme/bert', output='a.onnx')",
        ("acme/bert",) * 2 + ("model", "huggingface"),
    ),
    "score": (
        "from torchmetrics.multimodal import CLIPScore\nCLIPScore('openai/clip-vit-base-patch16')",
        ("openai/clip-vit-base-patch16",) * 2 + ("model", "huggingface"),
    ),
    "happy transformer": (
        "from happytransformer import HappyTextToText\nHappyTextToText('T5', 'acme/t5')",
        ("acme/t5",) * 2 + ("model", "huggingface"),
    ),
    "doctr": (
        "from doctr.models import from_hub\nfrom_hub('acme/ocr')",
        ("acme/ocr",) * 2 + ("model", "huggingface"),
    ),
    "guidance": (
        "from guidance import models\nmodels.Transformers('acme/chat')",
        ("acme/chat",) * 2 + ("model", "huggingface"),
    ),
    "bentoml": (
        "import bentoml\nbentoml.transformers.import_model('x', 'acme/chat')",
        ("acme/chat",) * 2 + ("model", "huggingface"),
    ),
    "agno": (
        "from agno.models.huggingface import HuggingFace\nHuggingFace(id='acme/chat')",
        ("acme/chat",) * 2 + ("model", "huggingface"),
    ),
    "semantic router": (
        "from semantic_router.encoders import HuggingFaceEncoder\nHuggingFaceEncoder(name='acme/embed')",
        ("acme/embed",) * 2 + ("model", "huggingface"),
    ),
    "redisvl": (
        "from redisvl.utils.rerank import HFCrossEncoderReranker\nHFCrossEncoderReranker('acme/rank')",
        ("acme/rank",) * 2 + ("model", "huggingface"),
    ),
    "qdrant": (
        "from qdrant_client import QdrantClient\nQdrantClient(':memory:').set_model('acme/embed')",
        ("acme/embed",) * 2 + ("model", "huggingface"),
    ),
    "ctranslate2": (
        "import ctranslate2\nctranslate2.converters.TransformersConverter('acme/t5')",
        ("acme/t5",) * 2 + ("model", "huggingface"),
    ),
    "faster whisper": (
        "from faster_whisper import WhisperModel\nWhisperModel('large-v3')",
        ("Systran/faster-whisper-large-v3",) * 2 + ("model", "huggingface"),
    ),
    "openai whisper": (
        "import whisper\nwhisper.load_model('base')",
        ("base", None, "model", "openai-whisper"),
    ),
    "flair": (
        "from flair.models import SequenceTagger\nSequenceTagger.load('ner')",
        ("ner", "flair/ner-english", "model", "flair"),
    ),
    "spacy": (
        "import spacy\nspacy.load('en_core_web_sm')",
        ("en_core_web_sm", "spacy/en_core_web_sm", "model", "spacy"),
    ),
    "stanza": ("import stanza\nstanza.Pipeline('de')", ("de", "stanfordnlp/stanza-de", "model", "stanza")),
    "torch hub": (
        "import torch\ntorch.hub.load('acme/vad', 'vad_v2')",
        ("acme/vad:vad_v2", None, "model", "torch_hub"),
    ),
    "speechbrain": (
        "from speechbrain.pretrained import X\nX.from_hparams(source='speechbrain/asr')",
        ("speechbrain/asr", "speechbrain/asr", "model", "huggingface"),
    ),
    "pyannote": (
        "from pyannote.audio import Pipeline\nPipeline.from_pretrained('pyannote/diarization@2.1')",
        ("pyannote/diarization", "pyannote/diarization", "model", "huggingface"),
    ),
    "langchain": (
        "from langchain.embeddings import HuggingFaceEmbeddings\nHuggingFaceEmbeddings(model_name='BAAI/bge-m3')",
        ("BAAI/bge-m3", "BAAI/bge-m3", "model", "huggingface"),
    ),
    "llama_index": (
        "from llama_index.embeddings.huggingface import HuggingFaceEmbedding\nHuggingFaceEmbedding('BAAI/bge-m3')",
        ("BAAI/bge-m3", "BAAI/bge-m3", "model", "huggingface"),
    ),
    "haystack api": (
        "from haystack.components.generators import HuggingFaceAPIGenerator\n"
        "HuggingFaceAPIGenerator(api_type='x', api_params={'model': 'acme/bert'})",
        ("acme/bert", "acme/bert", "model", "huggingface"),
    ),
    "litellm": (
        "import litellm\nlitellm.completion(model='huggingface/acme/bert')",
        ("acme/bert", "acme/bert", "model", "huggingface"),
    ),
    "gradio": ("import gradio as gr\ngr.load('spaces/acme/app')", ("acme/app", "acme/app", "space", "huggingface")),
    "keras": (
        "import keras\nkeras.saving.load_model('hf://acme/bert')",
        ("acme/bert", "acme/bert", "model", "huggingface"),
    ),
    "vllm": ("from vllm import LLM\nLLM(model='acme/llm')", ("acme/llm", "acme/llm", "model", "huggingface")),
    "transformer_lens": (
        "from transformer_lens import HookedTransformer\nHookedTransformer.from_pretrained('gpt-neo-small')",
        ("gpt-neo-small", "EleutherAI/gpt-neo-125M", "model", "huggingface"),
    ),
    "transformer_lens old id": (
        "from transformer_lens import HookedTransformer\nHookedTransformer.from_pretrained('distilgpt2')",
        ("distilgpt2", "distilbert/distilgpt2", "model", "huggingface"),
    ),
    "sae_lens release": (
        "from sae_lens import SAE\nSAE.from_pretrained(release='gpt2-small-res-jb', sae_id='x')",
        ("gpt2-small-res-jb", "jbloom/GPT2-Small-SAEs-Reformatted", "model", "huggingface"),
    ),
    "sae_lens repository": (
        "from sae_lens import SAE\nSAE.from_pretrained(release='acme/saes', sae_id='x')",
        ("acme/saes", "acme/saes", "model", "huggingface"),
    ),
    "sparsify": (
        "from sparsify import Sae\nSae.load_from_hub('acme/sae-32k', hookpoint='layers.6')",
        ("acme/sae-32k", "acme/sae-32k", "model", "huggingface"),
    ),
    "nnsight": (
        "from nnsight import LanguageModel\nLanguageModel('gpt2')",
        ("gpt2", "openai-community/gpt2", "model", "huggingface"),
    ),
    "setfit": (
        "from setfit import SetFitModel\nSetFitModel.from_pretrained('paraphrase-mpnet-base-v2')",
        ("sentence-transformers/paraphrase-mpnet-base-v2",) * 2 + ("model", "huggingface"),
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_call_asks_for_the_id_that_its_library_asks_for(name: str, tmp_path: Path) -> None:
    code, expected = CALLS[name]
    findings = [f for f in found(tmp_path, code + "\n") if f.kind != "unresolved"]
    assert [(f.model_id, f.hub_id, f.kind, f.registry) for f in findings] == [expected]


def test_short_names_are_followed_through_loops_tables_and_options(tmp_path: Path) -> None:
    text = """
    import argparse
    from transformer_lens import HookedTransformer

    MODELS = ["pythia-70m", "gelu-2l", "my-own"]
    TABLE = {"big": dict(repo="pythia-1.4b", layers=[3])}
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="gemma-2-2b")
    for name in MODELS:
        HookedTransformer.from_pretrained(name)
    for row in TABLE.values():
        HookedTransformer.from_pretrained(row["repo"])
    HookedTransformer.from_pretrained(parser.parse_args().model)
    """
    findings = [f for f in found(tmp_path, text) if f.kind != "unresolved"]
    assert {(f.literal, f.hub_id, f.tier) for f in findings} == {
        ("pythia-70m", "EleutherAI/pythia-70m", "core"),
        ("gelu-2l", "NeelNanda/GELU_2L512W_C4_Code", "core"),
        ("pythia-1.4b", "EleutherAI/pythia-1.4b", "core"),
        ("gemma-2-2b", "google/gemma-2-2b", "core"),
    }


def test_a_short_name_of_one_library_is_none_of_another(tmp_path: Path) -> None:
    text = "from transformers import AutoModel\nAutoModel.from_pretrained('pythia-70m')\n"
    assert [f.model_id for f in found(tmp_path, text) if f.kind == "model"] == []


def test_a_pinned_commit_and_code_that_is_run_are_told(tmp_path: Path) -> None:
    text = (
        "from transformers import AutoModel\n"
        "AutoModel.from_pretrained('acme/a', revision='0123456789abcdef', trust_remote_code=True)\n"
        "AutoModel.from_pretrained('acme/b', revision='main')\n"
    )
    one, two = found(tmp_path, text)
    assert (one.pinned, one.trust_remote_code) == (True, True)
    assert (two.pinned, two.revision, two.trust_remote_code) == (False, "main", False)


@given(st.text(max_size=80), st.sampled_from(ROWS))
def test_any_text_is_judged_without_an_error(text: str, row: object) -> None:
    judged = identify(text, row, row.kind, frozenset())  # type: ignore[arg-type,attr-defined]
    if isinstance(judged, Identity):
        assert judged.model_id
        assert "\n" not in judged.model_id


def test_names_in_pairs_have_their_table_and_a_second_argument() -> None:
    rows = [row for rows in signatures().by_name.values() for row in rows if row.pairs]
    assert {row.packages for row in rows} == {("open_clip",)}
    assert all(row.second and signatures().tables[row.pairs] for row in rows)


def test_names_of_a_check_of_facts_are_models_of_its_own(tmp_path: Path) -> None:
    text = (
        "from minicheck.minicheck import MiniCheck\nMiniCheck(model_name='Bespoke-MiniCheck-7B')\n"
        "MiniCheck('roberta-large')\nMiniCheck(model_name='mine')\n"
    )
    assert {(f.line, f.hub_id) for f in found(tmp_path, text) if f.model_id} == {
        (2, "bespokelabs/Bespoke-MiniCheck-7B"),
        (3, "lytang/MiniCheck-RoBERTa-Large"),
    }

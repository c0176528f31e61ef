"""A name's claims, and which families and tasks a type, class or tag lets a name claim."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from supplygraph.naming.claims import claims, class_kin, class_task, kin, name_key, name_look, task_kin
from supplygraph.naming.vocabulary import vocabulary


def test_the_claims_of_a_quantised_fine_tune() -> None:
    one = claims("unsloth/Meta-Llama-3.1-8B-Instruct-bnb-4bit")
    assert (one.families, one.generations, one.parameters) == (["llama"], ["llama 3.1"], [8_000_000_000])
    assert (one.relations, one.quantization) == (["quantized"], ["bnb-4bit"])
    assert one.key == "metallama318binstructbnb4bit"
    assert one.stem == "metallama318binstruct"


def test_what_is_detected_and_what_data_asks_is_no_task_of_the_model() -> None:
    assert claims("a/bart-faithful-summary-detector").tasks == []
    assert claims("a/multi-qa-distilbert-cos-v1").tasks == []
    assert claims("a/bart-summarization").tasks == ["summarization"]
    assert claims("a/distilbert-qa").tasks == ["question-answering"]


def test_how_data_were_filtered_or_a_task_rewarded_is_no_task_of_the_model() -> None:
    assert claims("a/umber_embedding_filtering_top").tasks == []
    assert claims("a/umber-embedding").tasks == ["feature-extraction"]
    assert claims("a/roberta-utterance-segmentation").tasks == []
    assert claims("a/Llama-2-13b-translation-reward").tasks == []
    assert claims("a/whisper-small-OchreASR").tasks == []
    assert claims("a/electra-ner-finetuned-mrpc").tasks == claims("a/bert-squad-with-ner-umber").tasks == []
    assert claims("a/bert-finetuned-ner").tasks == ["token-classification"]
    assert claims("a/umber_asr_error_correction").tasks == claims("a/umber-sentiment-extraction").tasks == []
    assert claims("a/umber-segmentation-MiniLM").tasks == claims("a/llama-reward-summarize").tasks == []
    assert claims("a/umber-segmentation").tasks == ["image-segmentation"]
    assert claims("a/umber-task7b").parameters == []
    assert claims("a/ochre-whisper-ASR").tasks == ["automatic-speech-recognition"]


def test_what_made_the_data_is_no_family_of_the_model() -> None:
    one = claims("a/dolly_10k_generated_Llama-3.1-70B_umber")
    assert (one.families, one.generations, one.parameters) == (["dolly"], [], [])
    two = claims("a/squad-Rewritten-Umber-Qwen2.5-72B-Instruct")
    assert (two.families, two.generations, two.parameters) == ([], [], [])
    three = claims("a/umber-gemma-2-27b-labeled-8k_Llama-3.1-8B")
    assert (three.families, three.generations, three.parameters) == (["llama"], ["llama 3.1"], [8 * 10**9])
    # What rewrites is named after itself.
    assert claims("a/umber-rewrite-Qwen2.5-7B").parameters == [7 * 10**9]


def test_an_encoder_of_text_that_classifies_classifies_text() -> None:
    assert claims("a/modernbert-umber-classifier").tasks == ["text-classification"]
    assert claims("a/roberta-umber-no-classifier").tasks == []
    assert claims("a/vit-umber-classifier").tasks == claims("a/umber-classifier").tasks == []


def test_an_environment_with_its_version_is_a_task() -> None:
    assert claims("a/q-Pong-v5").tasks == ["reinforcement-learning"]
    assert claims("a/umber-pong").tasks == []


def test_letters_and_years_beside_families_are_neither_generation_nor_another_family() -> None:
    assert claims("a/sdxl-90s-umber").generations == claims("a/flux-1970s").generations == []
    assert claims("a/Qwen2.5-7BI-umber").parameters == [7 * 10**9]
    assert claims("a/DeiT-S-umber").families == ["deit"]
    assert claims("a/umberT5-small").families + claims("a/umberT5-small").families_unsure == ["t5"]
    assert claims("a/yolov8s-umber").families_unsure == ["yolo"]
    assert claims("a/Llama-3-cs-umber").languages == claims("a/bert-umber-PubMed-EL").languages == []
    assert claims("a/mt5-base-cs").languages == ["cs"]


def test_a_stage_of_training_is_no_count_and_a_light_form_has_the_size_of_its_model() -> None:
    assert claims("a/umber-stage2b").parameters == []
    assert claims("a/umber-2b").parameters == [2_000_000_000]
    assert claims("a/lite-whisper-large-v3").size == "large"
    assert claims("a/umber-lite").size == "lite"
    assert claims("a/mmarco-mMiniLMv2-L12").families == ["minilm"]


def test_numbers_behind_tasks_releases_and_two_families_in_one_word() -> None:
    assert claims("a/umber-ocr1.5-2b").tasks == ["image-to-text"]
    assert claims("a/umber-base-qa2d").tasks == []
    assert claims("a/umber-vision-3.0.0-x").versions == ["3.0.0"]
    assert claims("a/umber-2022.06.08").versions == claims("a/umber_11.37.45").versions == []
    assert claims("a/llavaqwen-umber").families_unsure == ["llava", "qwen"]
    assert claims("a/vinallama-umber").families_unsure == ["llama"]


def test_what_may_be_said_of_another_model_of_the_family_is_no_claim() -> None:
    assert claims("a/llama_2_umber_llama_3_70B").parameters == []
    one = claims("a/Gemma-7B-umber-Gemma-2-27B")
    assert (one.generations, one.parameters) == ([], [7 * 10**9, 27 * 10**9])
    assert claims("a/Qwen2.5-1.5B-umber-Qwen3-8B").generations == ["qwen 2.5", "qwen 3"]
    assert claims("a/Llama-3-distill-Llama-3.1-70B").parameters == [70 * 10**9]
    assert claims("a/qwen2.5-from7b-it").parameters == []
    assert claims("a/Llama-3.1-8B_via_adapter").relations == []


def test_names_of_their_own_and_what_tells_two_things_apart_name_no_family_surely() -> None:
    one = claims("a/RoBERT-base")
    assert (one.families, one.families_unsure) == ([], ["roberta"])
    assert claims("a/RoBERTa-base").families == ["roberta"]
    assert claims("a/aragpt2-umber-detector-long").families == []
    assert claims("a/aragpt2-umber").families == ["aragpt"]
    assert claims("a/llama_or_umber2").families == claims("a/umber_or_llama").families == []
    encoder, crosslingual = kin("roberta"), kin("xlm")
    assert encoder is not None
    assert crosslingual is not None
    assert "herbert" in encoder.agrees
    assert "herbert" in crosslingual.related


def test_nicknames_and_families_of_languages_are_no_languages() -> None:
    assert claims("a/umber_el").languages == claims("a/Indo-Aryan-umber-base").languages == []
    assert claims("a/umber-el").languages == claims("a/bert_umber_el").languages == ["el"]
    assert claims("a/bert-indo-umber").languages == ["id"]


def test_layers_texts_that_are_cut_and_masked_words_are_no_task() -> None:
    assert claims("a/gpt-neo-1.3B-resized-embed").tasks == claims("a/topical-segmentation-umber").tasks == []
    assert claims("a/umber-1.3B-embed").tasks == ["feature-extraction"]
    assert claims("a/umber-road-segmentation").tasks == ["image-segmentation"]
    assert claims("a/umber-sentiment-mlm-x").tasks == []
    assert claims("a/umber-sentiment-x").tasks == ["text-classification"]


def test_epochs_pairs_of_languages_and_letters_before_a_count() -> None:
    assert claims("a/xlm-umber-e5-s6").families == ["xlm"]
    assert claims("a/dinov2-umber-e5-small").families == ["dinov2", "e5"]
    one = claims("a/umber-en-pt-t5-x")
    assert (one.families, one.languages) == (["t5"], ["en", "pt"])
    assert claims("a/ptt5-base").families == ["ptt5"]
    assert claims("a/Granite4-H1B-x").parameters == [10**9]
    assert claims("a/umber-c34b-2.1").parameters == [34 * 10**9]
    assert claims("a/umber-s34b").parameters == []


def test_nemo_beside_its_count_is_a_mistral_and_else_a_library() -> None:
    assert claims("a/Umber-Nemo-12B").families_unsure == ["mistral"]
    assert claims("a/Umber-Nemo-8B").families_unsure == claims("a/NemoUmber-12B").families_unsure == []


def test_numbers_of_codes_settings_and_words_that_begin_in_them() -> None:
    assert claims("a/Qwen2-7Bron-umber").generations == ["qwen 2"]
    assert claims("a/V0422UMBR8B").parameters == []
    assert claims("a/V0422-UMBR-8B").parameters == [8 * 10**9]
    assert claims("a/qwen3-8bumber").generations == ["qwen 3"]
    assert claims("a/mistral-umber_r16_e5_x").families == claims("a/mistral-umber-1e5").families == ["mistral"]
    assert claims("a/umber-multilingual-e5").families == ["e5"]
    one = claims("a/llama-7-chat")
    assert (one.generations, one.parameters) == ([], [7 * 10**9])
    assert claims("a/Llama-8UMB2X-64K").parameters == []
    assert claims("a/sd2-1-umber").generations == claims("a/sd21-umber").generations == ["stablediffusion 2.1"]
    assert claims("a/sd2-4-umber").generations != ["stablediffusion 2.4"]


def test_the_last_of_the_tasks_counts_too_and_to_is_no_language_between_two() -> None:
    assert claims("a/roberta-base-sentiment-mlm").tasks == ["text-classification", "fill-mask"]
    assert claims("a/roberta-mlm-finetuned-ner").tasks == ["token-classification"]
    assert claims("a/bart-transcription-aggregation").tasks == []
    assert claims("a/marian-umber-en-to-fr").languages == ["en", "fr"]


def test_a_mixture_of_experts_claims_both_counts() -> None:
    one = claims("Qwen/Qwen3-30B-A3B")
    assert (one.parameters, one.active) == ([30_000_000_000], 3_000_000_000)
    assert one.generations == ["qwen 3"]
    assert claims("a/Qwen2.5.1-Coder-7B").generations == ["qwen 2.5"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # A mixture of transformers takes one of several whole models for a token.
        ("a/Umber-8B-MoT", {"active": 8 * 10**9, "parameters": []}),
        # The 0 is the version of the product where the name has capitals, a part of the amount in a slug.
        ("a/Umber-Sky-0-5B-Diffusers", {"parameters": [5 * 10**9]}),
        ("a/Umber0-8B-A1B", {"parameters": [8 * 10**9], "active": 10**9}),
        ("a/umber-0-6b", {"parameters": [600_000_000]}),
        ("a/Qwen2.5-0-5B", {"parameters": [500_000_000]}),
        # Digits that are no version and count beside it; with capitals the first is the version of the product.
        ("a/opt-6-7b", {"parameters": [6_700_000_000]}),
        ("a/pythia-1-4b", {"parameters": [1_400_000_000]}),
        ("a/umber-1-4b", {"parameters": [4 * 10**9]}),
        ("a/umber-1-5b", {"parameters": [1_500_000_000]}),
        ("a/Umber-Sky-1-5B", {"parameters": [5 * 10**9]}),
        ("a/Llama-2-7b", {"parameters": [7 * 10**9], "generations": ["llama 2"]}),
        ("a/Umber-17B-16E", {"parameters": [17 * 10**9], "relations": ["mixture"]}),
        # What stays wide beside a mark of few bits takes nothing of it back.
        ("a/Umber-9B-oQ4-fp16", {"quantization": ["oq4"]}),
        ("a/Umber-9B-bnb-16bit", {"quantization": []}),
        # A script after the code of a language is no language.
        ("a/umber-2026-en-kas-arab-1b", {"languages": ["en", "ks"]}),
        ("a/distill-bert-umber", {"families": ["distilbert"], "families_unsure": ["bert"]}),
        ("a/distilbert-umber", {"families": ["distilbert"], "families_unsure": []}),
        # First in a name, and with a count of parameters, for short.
        ("a/Q3.5-4B-Umber", {"families_unsure": ["qwen"], "quantization": []}),
        ("a/MN-12B-Umber-GGUF", {"families_unsure": ["mistral"], "quantization": ["gguf"]}),
        ("a/Umber-4B-Q3_K_M", {"families_unsure": [], "quantization": ["q3_k_m"]}),
        # Trained for a quantisation, and not quantised; or quantised again.
        ("a/gemma-3-4b-it-qat-q4_0-unquantized", {"quantization": [], "relations": []}),
        ("a/gemma-3-4b-it-qat-q4_0-unquantized-GGUF", {"quantization": ["gguf"], "relations": ["quantized"]}),
        # In one word with a model that only made data.
        ("a/Q3.5-4B-OpusGLM", {"relations": ["distilled"]}),
        ("a/mT5_m2m_umber", {"families": ["mt5"]}),
        # A name that is also an everyday word is a family only with a size that the family has.
        ("a/bloom-7b1", {"families": ["bloom"], "families_unsure": []}),
        ("a/bloom-14b-umber", {"families": [], "families_unsure": ["bloom"]}),
        ("a/Kosmos-Umber-8B", {"families": []}),
        # A number that no generation of the family has counts the word that the family is in.
        ("a/HappyLlama1", {"generations": []}),
        ("a/HappyLlama3.1-8B", {"generations": ["llama 3.1"]}),
        # What ends in BERT is a name of its own; BERT as a word is one, and so is a generation that is told.
        ("a/UmberBERT", {"families": [], "families_unsure": ["bert"]}),
        ("a/AraElectra-base", {"families": ["araelectra"]}),
        ("a/aragpt2-base", {"families": ["aragpt"]}),
        ("a/VanillaKD-Umber-200M", {"relations": ["distilled"]}),
        ("a/umber-7b-chat.ggmlv3.q5_K_M", {"quantization": ["ggml", "q5_k_m"], "stem": "umber7bchat"}),
        ("a/umber-bert", {"families": ["bert"], "families_unsure": []}),
        ("a/umber-dbert", {"families": []}),
        ("a/SeaPhi", {"families": [], "families_unsure": ["phi"]}),
        ("a/SeaPhi3-medium", {"families": ["phi"], "generations": ["phi 3"]}),
        # A GPT-Neo of its own, and what tells the writing of a GPT-2.
        ("a/kogpt-neo-125M", {"families": ["kogpt"], "families_unsure": ["gptneo"]}),
        ("a/gpt2-large-detector", {"families": [], "families_unsure": ["gpt2"]}),
        ("a/bert-spam-detector", {"families": ["bert"]}),
        # After a language training on many tasks, with a size an MPT.
        ("a/coptic_mpt", {"families": [], "languages": ["cop"]}),
        ("a/german-mpt-7b", {"families": ["mpt"]}),
        # Languages to translate between.
        ("a/umber-en_de-it-smt", {"families": [], "languages": ["en", "de", "it"]}),
        ("a/byt5-umber-fr-mt", {"languages": []}),
        ("a/opus-mt-en-mt", {"languages": ["en", "mt"]}),
        # The point of a size that models have, written with another character.
        ("a/umber-6_9b", {"parameters": [6_900_000_000]}),
        ("a/umber-4_2b", {"parameters": [2_000_000_000]}),
        # A copy repeats the publisher.
        ("a/TinyUmber_-_small-llama2-4bits", {"size": "small", "stem": "smallllama2"}),
        # i1 is a mark of quantisation only beside a format.
        ("a/umber-7b-i1", {"quantization": []}),
        ("a/umber-7b-i1-GGUF", {"quantization": ["gguf"]}),
        # A merge into a mixture counts one of the merged models.
        ("a/Yi-9B-TIES-MoE", {"parameters": [], "relations": ["merge", "mixture"]}),
        # An amount right behind a family holds its generation where no model has as many.
        ("a/Umber-Llama38B", {"generations": ["llama 3"], "parameters": [8_000_000_000]}),
        ("a/umber_llama3.18B", {"generations": ["llama 3.1"], "parameters": [8_000_000_000]}),
        ("a/umber-llama213b", {"generations": ["llama 2"], "parameters": [13_000_000_000]}),
        ("a/Umber-Llama-3.2B", {"generations": ["llama 3.2"], "parameters": []}),
        ("a/umber-gemma27b", {"generations": [], "parameters": [27_000_000_000]}),
        ("a/Umber-Qwen-1d5B", {"generations": [], "parameters": [1_500_000_000]}),
        ("a/qwenumber7Binstruct", {"generations": [], "parameters": [7_000_000_000]}),
        # A number that is no generation, or begins a word.
        ("a/Phi-14_umber", {"generations": []}),
        ("a/Umber-Llama-3.11-8B", {"generations": [], "parameters": [8_000_000_000]}),
        ("a/llama4chan", {"families": ["llama"], "generations": []}),
        ("a/Qwen_3kingdom", {"families": ["qwen"], "generations": []}),
        ("a/LlamaWalter2", {"families_unsure": ["llama"], "generations": []}),
        ("a/Qwen-1_8B-Chat", {"families": ["qwen"], "parameters": [1_800_000_000]}),
        ("a/Yi-1.5-9B-Chat", {"families_unsure": ["yi"], "generations": ["yi 1.5"]}),
        # A family that is left out, or ends a word with few letters.
        ("a/NotQwen-16bit", {"families": [], "families_unsure": []}),
        ("a/FiPhi-Umber", {"families": [], "families_unsure": ["phi"]}),
        # Quantisation that is left out, and names for short; base is a stage of families with generations.
        ("a/llama_non_quant_1b", {"quantization": []}),
        ("a/q3-umber", {"quantization": []}),
        ("a/TQ2.5-14B-Umber", {"quantization": []}),
        ("a/Umber_Phi_InstBase", {"size": None}),
        ("a/whisper-base", {"size": "base"}),
        # Tokens of training, a context.
        ("a/umber-v0.1-1t", {"parameters": []}),
        ("a/Qwen2.5-7B-Instruct-1M-GGUF", {"parameters": [7_000_000_000]}),
        # Several models of one size in a mixture.
        ("a/Umber-Llama-2x8B", {"parameters": [16_000_000_000], "relations": ["mixture"]}),
        # Full width beside a tool that quantises; a name that is a method elsewhere.
        ("a/gemma-2-9b-bnb-16bit", {"quantization": []}),
        ("a/Umber-12B-Marlin-v1", {"quantization": []}),
        ("a/umber_no_space_train", {"languages": []}),
        ("a/Umber-2-XL", {"size": "xl"}),
        # What a name says was left out, and how large batches or states of the optimiser were, is no claim.
        ("a/bart-large-no-adapter", {"relations": []}),
        ("a/umber-adam8bit-bs4", {"quantization": [], "size": None}),
        # Words that are known alone are one word where together they say how a model was made.
        ("a/Umber_V3-8B-Model_Stock", {"relations": ["merge"]}),
        ("a/flux-fp8", {"families_unsure": ["flux"]}),
        # What stands after `finetuned` is its dataset, also where it is an everyday word.
        ("a/distilbert-finetuned-cola", {"datasets": ["cola"]}),
        ("a/tiny-m2m_100", {"families": ["m2m100"]}),
        # A number glued to a family that ends in v, and to a short name.
        ("a/RWKV7-1.5B", {"families": ["rwkv"], "generations": ["rwkv 7"], "versions": []}),
        ("a/umber-sd21-canny", {"generations": ["stablediffusion 2.1"]}),
        ("a/UmberMiniMax-M3-GGUF", {"generations": ["minimax 3"]}),
        ("a/GigaChat3.5-432B-A28B", {"generations": ["gigachat 3.5"], "active": 28_000_000_000}),
        ("a/granite-3.1-1b-a400m", {"parameters": [1_000_000_000], "active": 400_000_000}),
        # A first of four billion, where the family counts generations.
        ("a/NeoHorse-1-4B", {"generations": ["neohorse 1"], "parameters": [4_000_000_000]}),
        # An everyday word is a family where it stands first, or first and trained on something.
        ("a/donut-umber", {"families_unsure": ["donut"]}),
        ("a/umber-donut", {"families_unsure": []}),
        ("a/matcha-chartqa", {"families_unsure": ["pix2struct"]}),
        ("a/umber-clip0.2-mb4", {"families": [], "families_unsure": []}),
        ("a/umber-lstm", {"families": [], "families_unsure": ["lstm"]}),
        # The end of the name of a family says what it is for.
        ("a/IndexTTS-2", {"tasks": ["text-to-speech"]}),
        ("a/olmOCR-2-7B", {"tasks": ["image-to-text"]}),
        ("a/LLaMA-1B-umber-refine-150B", {"parameters": [1_000_000_000]}),
        ("a/bert-base-umber-ling-2c", {"families_unsure": [], "generations": []}),
        ("a/splade-umber-ensembledistil", {"relations": ["distilled"]}),
        ("a/umber_grammar_error_correcter", {"tasks": ["text2text-generation"]}),
        ("a/gpt2-dutch-embeddings", {"tasks": []}),
        ("a/umber-embeddings-1.0", {"tasks": ["feature-extraction"]}),
        ("a/dots3-note-prev", {"families_unsure": ["dots"]}),
        ("a/umber-embed-v1", {"tasks": ["feature-extraction"]}),
        ("a/tiny-random-BloomForCausalLM", {"tasks": ["text-generation"]}),
        ("a/umber-all-nli-triplet", {"datasets": ["allnli"]}),
        # An everyday word is a dataset beside another, or where an encoder says what it was tuned on.
        ("a/bert-base-uncased-CoLA", {"datasets": ["cola"]}),
        ("a/umber-mimic-pubmed", {"datasets": ["mimic", "pubmed"]}),
        ("a/umber-cola-fan", {"datasets": []}),
        ("a/Donut-CORD", {"datasets": ["cord"]}),
        ("a/convnext-base-224-22k-1k", {"datasets": ["in22k", "in1k"]}),
        ("a/umber-7b-22k-1k", {"datasets": []}),
        ("a/smolvla-libero-goal", {"datasets": ["libero"]}),
        # The label says more than that it is quantised; bits behind a method are no parameters.
        ("a/umber-7b-GGUF-Quants", {"quantization": ["gguf"]}),
        ("a/umber-27b-GPTQ-4b-128g", {"parameters": [27_000_000_000]}),
        ("a/umber-MXFP4A16", {"quantization": ["mxfp4"]}),
        ("a/umber-ensemble-pipeline", {"relations": []}),
        # A size in a word that somebody made up, and settings of training.
        ("a/Qwen3.5-4B-MiniFantasy", {"size": None}),
        ("a/a-big-umber", {"size": None}),
        ("a/MicroLLM2", {"size": None}),
        ("a/whisper-largev2-umber", {"size": "large"}),
        ("a/Umber-MiniLM-Mini", {"size": "mini"}),
        ("a/umber-STEER1.0-ft4.43", {"relations": []}),
        ("a/umber-dev23", {"versions": []}),
        ("a/umber-plus-dist", {"relations": []}),
        ("a/xcit_tiny_fb_dist_in1k", {"relations": ["distilled"]}),
        # A word of its own that ends in a family counts itself; an XL counts XLs.
        ("a/openthaigpt1.5-7b", {"families_unsure": ["gpt"], "generations": []}),
        ("a/clip-vit-base-patch32-ko", {"families": ["clip", "vit"], "languages": ["ko"]}),
        ("a/efficientnet_es_pruned", {"languages": []}),
        ("a/deeplabv3-mobilevit-small", {"families": ["deeplab", "mobilevit"]}),
        ("a/qwen3.8_27b_sm_86", {"size": None}),
        ("a/CN11-umber", {"languages": []}),
        ("a/whisper-small-ar-fleurs", {"languages": ["ar"], "datasets": ["fleurs"]}),
        ("a/umber-7b-openorca", {"families": [], "datasets": ["openorca"]}),
        ("a/Mistral-Small-3.2-24B", {"generations": ["mistral 3.2"], "size": "small"}),
        ("a/efficientnet_lite0", {"size": "0"}),
        ("a/Yi-Coder-9B", {"families_unsure": ["yi"]}),
        ("a/parakeet-tdt-0.6b", {"families": ["parakeet"]}),
        ("a/umber-3kingdom-qa-16bit", {"tasks": ["question-answering"]}),
        ("a/whisper-tiny.en-drop-007", {"datasets": []}),
        ("a/bart-large-snli_mnli_fever_anli", {"datasets": ["snli", "mnli", "fever", "anli"]}),
        ("a/umber-32b-bitnet-1.58b", {"quantization": ["bitnet", "1.58bit"], "parameters": [32_000_000_000]}),
        ("a/umber-8x7B-v1beta", {"versions": ["1"]}),
        ("a/gpt-neox-4b-instruction-ppo", {"families": ["gptneox"]}),
        ("a/ppo-umber", {"families": ["ppo"]}),
        ("a/DistillDetect-umber-0.2M", {"relations": []}),
        ("a/DistilQwen3-1.7B", {"relations": ["distilled"]}),
        ("a/umber-sdxl-1.0", {"families": ["stablediffusion"], "generations": []}),
        ("a/Janus-Pro-7B", {"families_unsure": ["janus"]}),
        # Who judges a model of its own family.
        ("a/Wan2.2-TI2V-5B-Umber-Judge", {"families_unsure": ["wan"], "generations": ["wan 2.2"]}),
        ("a/eus-latn-10mb", {"languages": ["eu"]}),
        ("a/xls-r-kn-test", {"languages": ["kn"]}),
        ("a/qwen2_1_5b_umber", {"generations": ["qwen 2"], "parameters": [1_500_000_000]}),
        ("a/qwen2_5_7b_umber", {"generations": ["qwen 2.5"], "parameters": [7_000_000_000]}),
        ("a/llama2_7_q4", {"generations": ["llama 2"]}),
        ("a/embeddinggemma-2-4bit", {"generations": ["gemma 2"], "quantization": ["4bit"]}),
        ("a/umber-2_4bit", {"quantization": ["2_4bit"]}),
        ("a/xls-r-300m-it", {"languages": ["it"], "tasks": []}),
        ("a/Umber-70B-RAG", {"families_unsure": []}),
        ("a/tinyllama-umber-3T", {"families": ["tinyllama"], "parameters": []}),
        ("a/umber-QwenKV-1.54B", {"generations": [], "parameters": [1_540_000_000]}),
        ("a/xls-r-kn-umber", {"languages": []}),
        ("a/dialogpt_sv", {"languages": ["sv"]}),
        ("a/wav2vec2-base-sv-voxpopuli", {"languages": ["sv"]}),
        ("a/wavlm-base-plus-sv", {"languages": []}),
        ("a/gemma-2b-umber-16b", {"parameters": [2_000_000_000]}),
        ("a/starcoder-16b-umber", {"parameters": [16_000_000_000]}),
        ("a/umber-samantha-7b", {"families": [], "families_unsure": []}),
    ],
)  # fmt: skip
def test_what_stands_beside_a_word_decides(name: str, expected: dict[str, Any]) -> None:
    found = claims(name)
    assert {key: getattr(found, key) for key in expected} == expected


def test_parts_of_words_are_not_sure() -> None:
    assert claims("x/legalbertina-roberta").families == ["roberta"]
    assert claims("x/mycoolbert").families == []
    assert claims("x/mycoolbert").families_unsure == ["bert"]
    assert claims("x/the-flux-of-time").families == []


@pytest.mark.parametrize(
    ("model_type", "agrees", "related", "neither"),
    [
        ("roberta", {"roberta", "phobert", "codebert"}, set(), {"bert", "distilbert", "albert", "t5"}),
        ("bert", {"bert", "finbert", "mbert", "dpr"}, set(), {"roberta", "distilbert", "deberta"}),
        ("xlm-roberta", {"xlmroberta", "xlm"}, {"roberta"}, {"bert", "deberta"}),
        ("roberta", {"roberta"}, {"xlmroberta"}, {"bert"}),
        ("bart", {"bart"}, {"mbart"}, {"t5"}),
        ("mbart", {"mbart"}, {"bart"}, {"mt5"}),
        ("llama", {"llama"}, set(), {"phi"}),
        ("mixtral", {"mixtral"}, set(), {"mistral"}),
        ("glm_moe_dsa", {"glm"}, set(), {"llama"}),
        ("mt5", {"mt5"}, {"t5"}, {"bart"}),
        ("t5", {"t5", "flant5", "codet5"}, {"mt5"}, {"bart"}),
        ("albert", {"albert"}, {"bert"}, {"roberta"}),
        ("llama", {"llama", "vicuna", "codellama", "yi"}, set(), {"qwen", "gemma", "bert"}),
        ("encoder-decoder", {"bert", "gpt2", "roberta"}, set(), set()),
        ("qwen3_5_moe", {"qwen"}, set(), {"llama", "gemma"}),
    ],
)
def test_what_a_model_type_lets_a_name_claim(
    model_type: str, agrees: set[str], related: set[str], neither: set[str]
) -> None:
    found = kin(model_type)
    assert found is not None
    assert agrees <= found.agrees
    assert related <= found.related
    assert not neither & (found.agrees | found.related)


def test_a_class_named_after_another_is_of_its_family() -> None:
    changed = class_kin("LlamaUmberForCausalLM")
    assert changed is not None
    assert changed.family == "llama"
    assert class_kin("UmberLlamaForCausalLM") is None


def test_types_that_nobody_knows_are_not_judged() -> None:
    assert kin("hierarchical-transformer") is None


def test_every_related_family_is_a_family() -> None:
    families = vocabulary().families
    for family in families.values():
        assert set(family.on) | set(family.related) <= families.keys(), family


def test_tasks() -> None:
    assert class_task("BertForTokenClassification") == "token-classification"
    assert class_task("BertModel") is None
    agrees, related = task_kin("automatic-speech-recognition") or ([], [])
    assert "automatic-speech-recognition" in agrees
    assert "text-classification" not in agrees + related
    assert task_kin("any-to-any") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("meta-llama", "meta-l1ama"), ("google", "g00gle"), ("microsoft", "rnicrosoft"), ("mistralai", "mistraIai")],
)
def test_names_that_look_alike_fold_to_the_same(one: str, other: str) -> None:
    assert name_look(one) == name_look(other)


def test_homoglyphs_and_separators_fold() -> None:
    assert name_key("Llama_3.1-8B") == "llama318b"
    assert name_look("gооgle") == name_look("google")


def test_conflicts_with_the_declared_class_are_few_and_real(data: Path) -> None:
    classes = json.loads((data / "naming" / "arch_to_repo_name.json").read_text(encoding="utf-8"))
    verdicts: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for name, models in classes.items():
        near = class_kin(name)
        for model in models:
            families = set(claims(model).families)
            if near is None:
                verdicts["unknown"] += 1
            elif families & near.agrees:
                verdicts["agrees"] += 1
            elif families & near.related:
                verdicts["related"] += 1
            elif families:
                verdicts["conflict"] += 1
                pairs.update((near.family, family) for family in families)
            else:
                verdicts["missing"] += 1
    # Read one by one: the family named is really another one than that of the class.
    assert verdicts["conflict"] < 40
    assert pairs[("bert", "roberta")] >= 9
    assert verdicts["agrees"] > 2_700


def test_no_family_holds_the_sign_between_family_and_version() -> None:
    """Checks take `llama 3.1` apart at its space."""
    assert [name for name in vocabulary().families if " " in name] == []
    assert claims("meta-llama/Llama-3.1-8B").properties()["name_generations"] == ["llama 3.1"]

"""What listings of the Hub are made of: families, words, licences and how frequent each is, as tables to draw from."""

# ruff: noqa: E501

from dataclasses import dataclass

#: Entries of a table: a word of a thousandth stands in it twice.
ENTRIES = 2_048


@dataclass(frozen=True)
class Family:
    """A family of foundation models.

    Attributes:
        name: As ids write it.
        owners: Who publishes its own models.
        versions: Its versions; `-` for none.
        sizes: Sizes in names, with a number of thousand million parameters behind `=` where it is not the name's.
        variants: What stands behind them.
        model_type: `config.model_type`; `{v}` is the version.
        architecture: `config.architectures`.
        license: Licence of its own models.
        library: `library_name`.
        task: `pipeline_tag`.
        form: How the parts make a name.
    """

    name: str
    owners: tuple[str, ...]
    versions: tuple[str, ...]
    sizes: tuple[str, ...]
    variants: tuple[str, ...]
    model_type: str
    architecture: str
    license: str
    library: str
    task: str
    form: str = "{name}{v}-{size}{variant}"


def table(text: str) -> list[str]:
    """A table to draw from: `word share`, one a line or after a comma; `-` is the empty word."""
    rows = [row.strip().rsplit(" ", 1) for row in text.replace("\n", ",").split(",") if row.strip()]
    total = sum(float(share) for _, share in rows)
    found: list[str] = []
    for word, share in rows:
        found += ["" if word == "-" else word] * max(round(float(share) / total * ENTRIES), 1)
    return found


def _family(line: str) -> Family:
    name, owners, versions, sizes, variants, kind, architecture, license_, library, task, *form = line.split("|")
    plain = ["" if one == "-" else one for one in versions.split()]
    return Family(
        name,
        tuple(owners.split()),
        tuple(plain),
        tuple(sizes.split()),
        tuple("" if one == "-" else f"-{one}" for one in variants.split()),
        kind,
        architecture,
        license_,
        library,
        task,
        *form,
    )


_LM, _TG, _TF = "ForCausalLM", "text-generation", "transformers"
#: A share, then the fields of a family.
_FAMILIES = f"""
60|Qwen|Qwen|2 2.5 3 3.5 3.5 3.6 3.8|0.5B 0.6B 0.8B 1.5B 1.7B 3B 4B 7B 8B 9B 14B 27B 32B 35B-A3B 72B|- - - - - - Base Instruct Instruct-2507 Thinking Coder VL|qwen{{v}}|Qwen3{_LM}|apache-2.0|{_TF}|{_TG}
9|Llama|meta-llama|2 3 3.1 3.2 3.3|1B 3B 7B 7b 8B 13B 70B|- - Instruct hf chat|llama|Llama{_LM}|llama{{v}}|{_TF}|{_TG}|{{name}}-{{v}}-{{size}}{{variant}}
5|gemma|google|- 2 3 4|270m 1b 2b 4b 9b 12b 27b 31B|- it pt it-qat|gemma{{v}}|Gemma{_LM}|gemma|{_TF}|{_TG}|{{name}}-{{v}}-{{size}}{{variant}}
5|Mistral|mistralai|-|7B 12B 24B|v0.1 v0.3 Instruct-v0.2 Instruct-v0.3 Small-Instruct-2506|mistral|Mistral{_LM}|apache-2.0|{_TF}|{_TG}
4|DeepSeek|deepseek-ai|-V2 -V3 -V3.1 -V4 -R1|Lite=16 Flash=284 Pro=671 Distill-Qwen-7B=7 Distill-Llama-8B=8|- Base 0528|deepseek_v3|DeepseekV3{_LM}|mit|{_TF}|{_TG}
3|GLM|zai-org|-4 -4.5 -4.6 -5|9B Air=106 Flash=30 32B|- 0414 Base|glm4_moe|Glm4Moe{_LM}|mit|{_TF}|{_TG}
3|LFM2|LiquidAI|- .5|350M=0.35 700M=0.7 1.2B 2.6B 8B-A1B|- Instruct VL Extract|lfm2|Lfm2{_LM}|other|{_TF}|{_TG}
3|granite|ibm-granite|-3.3 -4.0|2b 8b micro=3 tiny=7 small=32|base instruct h-base|granitemoehybrid|Granite{_LM}|apache-2.0|{_TF}|{_TG}
2|Phi|microsoft|-3 -3.5 -4|mini=3.8 medium=14 small=7|- instruct 4k-instruct reasoning|phi3|Phi3{_LM}|mit|{_TF}|{_TG}
2|OLMo|allenai|- -2 -3|1B 7B 13B 32B|- Think Instruct SFT 1124|olmo3|Olmo3{_LM}|apache-2.0|{_TF}|{_TG}
2|gpt-oss|openai|-|20b=21 120b=117|- safeguard|gpt_oss|GptOss{_LM}|apache-2.0|{_TF}|{_TG}
2|NVIDIA-Nemotron|nvidia|-Nano -3-Nano -Super|4B 9B 12B 30B-A3B 49B|v2 Base BF16|nemotron_h|NemotronH{_LM}|nvidia-open-model-license|{_TF}|{_TG}
2|EXAONE|LGAI-EXAONE|-3.5 -4.0 -Deep|1.2B 2.4B 7.8B 32B|- Instruct|exaone|Exaone{_LM}|exaone|{_TF}|{_TG}
1|SmolLM|HuggingFaceTB|2 3|135M=0.135 360M=0.36 1.7B 3B|- Instruct Base|smollm3|SmolLM3{_LM}|apache-2.0|{_TF}|{_TG}
1|Yi|01-ai|- -1.5|6B 9B 34B|- Chat 200K Chat-16K|llama|Llama{_LM}|apache-2.0|{_TF}|{_TG}
1|falcon|tiiuae|- 3 -h1|1b 7b 10b 40b|- instruct base|falcon|RW{_LM}|falcon-llm-license|{_TF}|{_TG}
1|bloom|bigscience|-|560m=0.56 1b7=1.7 3b 7b1=7.1|-|bloom|Bloom{_LM}|bigscience-bloom-rail-1.0|{_TF}|{_TG}
1|pythia|EleutherAI|-|70m=0.07 160m=0.16 410m=0.41 1b 1.4b 6.9b|- deduped|gpt_neox|GPTNeoX{_LM}|apache-2.0|{_TF}|{_TG}
2|gpt2|openai-community|-|base=0.124 medium=0.355 large=0.774 xl=1.5|-|gpt2|GPT2LMHeadModel|mit|{_TF}|{_TG}
3|bert|google-bert|-|base=0.11 large=0.34|uncased cased multilingual-cased german-cased|bert|BertForMaskedLM|apache-2.0|{_TF}|fill-mask
2|distilbert|distilbert|-|base=0.066|uncased cased uncased-finetuned-sst-2-english|distilbert|DistilBertForMaskedLM|apache-2.0|{_TF}|fill-mask
2|roberta|FacebookAI|-|base=0.125 large=0.355|- openai-detector|roberta|RobertaForMaskedLM|mit|{_TF}|fill-mask
2|xlm-roberta|FacebookAI|-|base=0.28 large=0.56|- finetuned-conll03-english|xlm-roberta|XLMRobertaForMaskedLM|mit|{_TF}|fill-mask
1|deberta|microsoft|-v3|small=0.14 base=0.18 large=0.43|- tasksource|deberta-v2|DebertaV2Model|mit|{_TF}|fill-mask
2|t5|google-t5|-|small=0.06 base=0.22 large=0.74 3b|- v1_1|t5|T5ForConditionalGeneration|apache-2.0|{_TF}|translation
1|flan-t5|google|-|small=0.08 base=0.25 large=0.78 xl=2.85|-|t5|T5ForConditionalGeneration|apache-2.0|{_TF}|text2text-generation
2|whisper|openai|-|tiny=0.038 small=0.242 medium=0.77 large=1.55|- v3 v3-turbo|whisper|WhisperForConditionalGeneration|apache-2.0|{_TF}|automatic-speech-recognition
2|wav2vec2|facebook|-|base=0.095 large=0.317 xls-r-300m=0.3|- 960h xlsr-53|wav2vec2|Wav2Vec2ForCTC|apache-2.0|{_TF}|automatic-speech-recognition
2|vit|google|-|base-patch16=0.086 large-patch16=0.304|224 224-in21k 384|vit|ViTForImageClassification|apache-2.0|{_TF}|image-classification
1|convnext|facebook|- v2|tiny=0.028 base=0.089 large=0.198|224 384-22k-1k|convnext|ConvNextForImageClassification|apache-2.0|timm|image-classification
1|segformer|nvidia|-|b0=0.004 b2=0.027 b5=0.085|finetuned-ade-512-512|segformer|SegformerForSemanticSegmentation|other|{_TF}|image-segmentation
2|stable-diffusion|stabilityai|-v1-5 -2-1 -xl -3.5|base-1.0=3.5 medium=2.5 large=8.1|- turbo|-|StableDiffusionPipeline|creativeml-openrail-m|diffusers|text-to-image
2|FLUX.|black-forest-labs|1 2|dev=12 schnell=12 klein-4B=4|-|-|FluxPipeline|other|diffusers|text-to-image
1|bge|BAAI|-|small=0.033 base=0.109 large=0.335 m3=0.57|en-v1.5 zh-v1.5|bert|BertModel|mit|sentence-transformers|feature-extraction
1|e5|intfloat|-|small=0.033 base=0.109 large=0.335|v2 multilingual|bert|BertModel|mit|sentence-transformers|sentence-similarity
1|all-MiniLM|sentence-transformers|-|L6=0.023 L12=0.033|v2|bert|BertModel|apache-2.0|sentence-transformers|sentence-similarity
1|smolvla|lerobot|-|base=0.45|-|-|-|apache-2.0|lerobot|robotics
1|MiniMax|MiniMaxAI|-M1 -M2 -H3|40k=456 80k=456 Text-01=456|-|minimax_m2|MiniMaxM2{_LM}|other|{_TF}|{_TG}
1|Kimi|moonshotai|-K2 -K3 -VL|Instruct=1000 Base=1000 A3B-Thinking=16|- 0905|kimi_k3|DeepseekV3{_LM}|other|{_TF}|{_TG}
"""

#: Families, each as often as models are made of it.
FAMILIES = tuple(
    family
    for line in _FAMILIES.strip().splitlines()
    for family in [_family(line.split("|", 1)[1])] * int(line.split("|", 1)[0])
)

RELATIONS = table("quantized 47, finetune 32.4, adapter 14.2, undeclared 5.6, merge 0.8")
#: How many bases a merge names.
MERGED = [int(one) for one in table("2 58, 3 21, 4 10, 5 5, 6 2, 7 2, 9 1, 15 1")]
LICENSES = table("""
apache-2.0 56, mit 15.6, other 5.8, cc-by-nc-4.0 5.5, gemma 0.9, cc-by-4.0 1.6, llama2 1, bsd-3-clause 0.9, llama3.1 0.85
lfm1.0 0.6, llama3.2 0.5, llama3 0.5, openmdw-1.1 0.45, nvidia-open-model-license 0.45, cc-by-sa-4.0 0.4, agpl-3.0 0.36
cc-by-nc-sa-4.0 0.36, creativeml-openrail-m 0.8, qwen-community-1.0 0.3, llama3.3 0.32, openrail 0.5, unknown 0.25
gpl-3.0 0.22, modified-mit 0.2, falcon-llm-license 0.13, deepseek 0.13, openrail++ 0.13, afl-3.0 0.12, apple-amlr 0.1
cc-by-nc-nd-4.0 0.1, qwen-research 0.1, bigscience-bloom-rail-1.0 0.1, bigcode-openrail-m 0.1, llama4 0.07, wtfpl 0.07
cc0-1.0 0.07, cc 0.07, artistic-2.0 0.07, unlicense 0.07, lgpl-3.0 0.06, mpl-2.0 0.06, bsd-2-clause 0.06, odc-by 0.06
""")
LICENSE_NAMES = table("""
lfm1.0 16, community-license-agreement 14, openmdw-1.1 9, qwen-research 5, flux-non-commercial-license 5, deepseek 4
nvidia-open-model-license 5, research-only 4, stabilityai-ai-community 3, falcon-llm-license 2, exaone 2, apache-2.0 2
health-ai-developer-foundations 2, source-available-v1.1 2, custom 5, proprietary 3, tongyi-qianwen 3, llama3.2 2
""")
LIBRARIES = table("""
transformers 52, peft 8, diffusers 7, lerobot 4, timm 3, gguf 3, pytorch 3, sentence-transformers 3, mlx 3
stable-baselines3 2, ultralytics 2, keras 1, onnx 1, llama.cpp 1, vllm 1, open_clip 1, spacy 0.5, flair 0.3, nemo 0.4
""")
TASKS = table("""
text-generation 50, image-text-to-text 10, text-to-image 7, text-classification 6, robotics 5, reinforcement-learning 4
automatic-speech-recognition 3.5, feature-extraction 3, image-classification 2.5, token-classification 2, fill-mask 1.5
sentence-similarity 1.5, text-to-speech 1.5, object-detection 1, translation 1, question-answering 0.8, summarization 0.6
text-to-video 0.6, image-to-image 0.6, image-to-video 0.5, audio-classification 0.5, image-segmentation 0.5, any-to-any 0.4
""")
LANGUAGES = table("""
en 52, zh 10, es 4.5, fr 4, de 4, ja 3.6, pt 3.5, ko 3, it 3, ru 2.4, ar 2.4, hi 2, multilingual 1.8, vi 1.6, tr 1.4
nl 1.3, th 1.3, pl 1.3, sv 1.1, id 1.1, bn 0.8, ro 0.8, cs 0.8, el 0.8, da 0.7, fi 0.7, fa 0.7, hu 0.7, uk 0.7, sw 0.6
he 0.6, ms 0.6, sk 0.5, lv 0.5, lt 0.5, ne 0.5, et 0.5, sl 0.5, bg 0.5, pa 0.5
""")
#: Sizes in names that are of no family.
SIZES = table(
    "7b 5, 8B 12, 7B 6, 27B 10, 4B 8, 1b 5, 3b 6, 9B 6, 13b 4, 0.6B 4, 1.7B 4, 70b 3, small 8, large 8, tiny 6"
)
#: Free words among tags.
TAG_WORDS = table("""
unsloth 9, reasoning 4, uncensored 4, trl 5, sft 4.5, abliterated 3.6, generated_from_trainer 6, llama.cpp 3.4, multimodal 3
custom_code 2.7, vision 2.3, vllm 2.3, moe 2, speculative-decoding 1.9, imatrix 2.5, apple-silicon 1.7, heretic 1.5
grpo 1.5, code 1.2, function-calling 1.1, chain-of-thought 1.1, distillation 1, merge 1, mergekit 0.8, roleplay 0.9
tensorboard 1.5, on-device 0.8, tool-calling 0.8, eval-results 0.8, agentic 0.8, dpo 0.8, research 0.7, coding 0.7, math 0.6
long-context 0.7, mixture-of-experts 0.7, not-for-all-audiences 0.7, qlora 0.7, llama-factory 0.6, axolotl 0.8, agent 0.6
retrieval 0.6, chat 0.6, medical 0.5, finance 0.4, legal 0.4, lora 4, text-embeddings-inference 1.8, pytorch 5, onnx 1.5
""")
#: What somebody works on: the middle of names that are not made from a base's name.
TOPICS = table("""
sft 9, tts 5, base 4, uncensored 4, finetuned 5, dpo 3.6, ner 2.3, grpo 2, merged 2.6, step 2.5, sentiment 1.4, code 1.8
advice 1.6, dialect 1.5, german 1.3, chinese 1.3, japanese 1.1, medical 1.1, math 1.1, news 1, financial 0.9, reasoning 0.9
squad 0.9, reward 0.8, classifier 1.2, embed 1.2, ocr 0.7, detector 0.8, nli 0.7, qa 1.1, instruct 1, cot 1.5, distill 2.3
summarization 0.6, translation 0.6, roleplay 0.6, sql 0.5, legal 0.5, agent 0.5, tool-use 0.5, pick-place 0.7, pong 0.4
lunar-lander 0.5, emotion 0.6, toxicity 0.4, hate-speech 0.3, gsm8k 0.7, alpaca 0.8, dolly 0.3, ultrachat 0.3, wikitext 0.3
""")
#: First words of names that are not of a family.
FIRST_WORDS = table("""
model 9, paper 6, MyAwesomeModel 7, tiny 6, cot 3, act 3, so101 2, dpo 2, sol 2, sft 2, my 2, code 1.5, test 3, ner 1.4
Huihui 3, Ornith 3, Hermes 1.5, dolphin 1.5, airoboros 1.3, L3 1.5, Muse 2, Swift 1, open 1.3, llm 1, Affine 2, nca 1.3
ppo 1, q 1, sentence 1, CardioBERTa 0.6, patina3 1, chatbot 1, assistant 1, nova 0.8, atlas 0.8, luna 0.8, aurora 0.5
results 1.2, output 1, checkpoint 1, lora 1.5, flux-lora 1, my-style 0.6, pi05 1, smolvla 1.4, mms 3, opus-mt 2
""")
ENDINGS = table("""
- 34, -v1 2.5, -v2 5, -v3 2.5, -v0.1 2.5, -seed42 2, -seed5 1.4, _1 2, -2026 1, -epoch3 1.3, -test 1.2, -r16 1, -lr2e-5 1
-full 0.7, -final 0.7, -hf 1.5, -merged 1.8, -16bit 1, -bf16 1.4, -fp16 1, -beta 0.6, -preview 0.8, -1M 0.5, -3ep 0.6
""")
QUANTISED = table("""
-GGUF 62, -i1-GGUF 7, -4bit 4, -8bit 2.4, -MLX-4bit 2, -mlx-8Bit 1.4, -AWQ 2.4, -GPTQ 2, -NVFP4 2.4, -FP8 2.2, -W4A16 1
-Q4_K_M-GGUF 2.4, -Q8_0-GGUF 1, -gguf 1.4, -exl3 0.8, -onnx 0.8, -bnb-4bit 1.6, -oQ4e 0.6, -MTP-GGUF 0.8, -INT8 0.6
""")
TUNED = table("""
-Instruct 2, -it 1.4, -abliterated 8, -uncensored 6, -heretic 4, -SFT 6, -DPO 3, -GRPO 2.4, -Thinking 2, -Distill 3
-Claude-Opus-Reasoning-Distilled 2, -Coder 2, -finetuned 6, -finetuned-ner 2, -finetuned-squad 2, -v2 4, -RP 1, -chat 3
-medical 1.4, -math 1.4, -german 1, -ja 1, -ko 1, -zh 1.4, -Fable-Distill 1, -merged 3, -bf16 2, -CoreAI 1, -MTP 1, -4bit 1
""")
ADAPTED = table("""
-lora 20, -LoRA 14, -lora-r64 4, -qlora 8, -adapter 8, -sft-lora 8, -goodwiki-lora 2, -style-lora 3, -dpo-lora 4, -GGUF 2
-lora-sft-seed42 4, -peft 4, -legal-LoRA 2, -ecommerce-lora 2, -triage 2, -cyber 2, -v2-lora 3, -tool-use-lora 3
""")
#: Who quantises what others make.
QUANTISERS = table("""
mradermacher 48, bartowski 9, mlx-community 10, TheBloke 7, unsloth 7, RedHatAI 4, lmstudio-community 3, cyankiwi 2
QuantFactory 3, RichardErkhov 3, nightmedia 2, turboderp 1, DevQuasar 1
""")
OWNER_WORDS = table("""
ai 8, lab 4, research 4, labs 3, org 2, nlp 3, dev 3, data 2, project 2, models 2, io 1, hf 1, ml 3, team 2, tech 2, group 1
studio 1, open 1, deep 1, neural 1, smart 1, bio 1, med 1, robot 1, voice 1, vision 1, speech 1, uni 1, wang 1, kim 1, chen 1
li 1, max 1, anna 1, alex 1, sam 1, john 1, maria 1, tanaka 1, singh 1, silva 1, garcia 1, muller 1, ivanov 1, nguyen 1
""")
DATASETS = table("""
openai/gsm8k 10, HuggingFaceH4/MATH-500 3, HuggingFaceFW/fineweb-edu 4, roneneldan/TinyStories 3, allenai/c4 4
HuggingFaceH4/ultrachat_200k 4, HuggingFaceTB/smollm-corpus 2, Salesforce/xlam-function-calling-60k 2, tatsu-lab/alpaca 4
HuggingFaceH4/ultrafeedback_binarized 4, databricks/databricks-dolly-15k 2, Open-Orca/OpenOrca 3, wikimedia/wikipedia 4
nvidia/Nemotron-Post-Training-Dataset-v2 3, stanfordnlp/imdb 3, nyu-mll/glue 4, rajpurkar/squad 4, uoft-cs/cifar10 1
mozilla-foundation/common_voice_17_0 4, ILSVRC/imagenet-1k 5, eriktks/conll2003 3, custom 1, google/fleurs 1, bookcorpus 2
""")
DATASET_WORDS = table("""
instruct 8, chat 5, reasoning 6, math 4, code 5, preference 4, dpo 4, pick-place 5, so101 4, speech 3, ocr 2, legal 2, news 3
medical 4, qa 5, sft 7, synthetic 4, translation 2, images 4, captions 3, corpus 5, tweets 1, reviews 2, wiki 3, tools 2
""")
FILES = {
    "safetensors": (".gitattributes", "README.md", "config.json", "generation_config.json", "model.safetensors",
                    "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json"),
    "sharded": (".gitattributes", "LICENSE", "README.md", "chat_template.jinja", "config.json",
                "generation_config.json", "model-00001-of-00004.safetensors", "model-00002-of-00004.safetensors",
                "model-00003-of-00004.safetensors", "model-00004-of-00004.safetensors", "model.safetensors.index.json",
                "tokenizer.json", "tokenizer_config.json"),
    "gguf": (".gitattributes", "README.md", "model.IQ4_XS.gguf", "model.Q2_K.gguf", "model.Q4_K_M.gguf",
             "model.Q5_K_M.gguf", "model.Q6_K.gguf", "model.Q8_0.gguf"),
    "adapter": (".gitattributes", "README.md", "adapter_config.json", "adapter_model.safetensors", "tokenizer.json",
                "training_args.bin"),
    "pickle": (".gitattributes", "README.md", "config.json", "pytorch_model.bin", "training_args.bin", "vocab.txt"),
    "few": (".gitattributes", "README.md"),
}  # fmt: skip
#: Values that stand where a base belongs and name no repository of the Hub, or not as an id.
NO_BASES = table("""
/cache/models/{flat} 4, /root/autodl-tmp/{name} 2, C:\\Models\\{name} 1, ./{name} 2, https://huggingface.co/{id} 8
outputs/run/checkpoints/last/pretrained_model 2, /workspace/{name}/checkpoint-26250 2, undefined 2, llama 2, - 2
""")

"""What the text of a card answers, and what a template leaves open."""

import time

import pytest

from supplygraph.attributes.card import card_answers
from supplygraph.attributes.file_list import file_answers
from supplygraph.hub.front_matter import text_below

#: A card as a template leaves it: every section is there, and nothing is filled in.
UNFILLED = """# Model Card for Model ID
<!-- Provide a quick summary of what the model is/does. -->
## Model Details
### Model Description
This is the model card of a 🤗 transformers model that has been pushed on the Hub. This model card was
automatically generated.
- **Developed by:** [More Information Needed]
- **License:** [More Information Needed]
## Uses
### Direct Use
<!-- This section is for the model use
without fine-tuning -->
[More Information Needed]
## Bias, Risks, and Limitations
### Recommendations
Users (both direct and downstream) should be made aware of the risks, biases and limitations of the model.
## How to Get Started with the Model
Use the code below to get started with the model.
[More Information Needed]
## Training Details
### Training Data
More information needed
#### Training Hyperparameters
- **Training regime:** [More Information Needed] <!--fp32, fp16 mixed precision -->
## Environmental Impact
Carbon emissions can be estimated using the [Machine Learning Impact calculator](https://mlco2.example/#compute).
- **Hardware Type:** [More Information Needed]
| Metric | Value |
|---|---|
| **Accuracy** | N/A |
{{ citation_bibtex }}
"""


def test_a_template_that_nobody_filled_in_answers_nothing() -> None:
    assert set(card_answers(UNFILLED)) <= {"description"}
    assert card_answers("") == card_answers("# Training data\n\n---\n") == {}


def test_the_description_of_a_template_wraps() -> None:
    """The only line of the template that says something is the rest of a sentence that was broken."""
    assert card_answers(UNFILLED.replace("was\nautomatically", "was automatically")) == {}


@pytest.mark.parametrize(
    ("text", "topic", "heading"),
    [
        ("## Training data\nPears of one orchard.", "training_data", "Training data"),
        ("Training Data\n-------------\nPears.", "training_data", "Training Data"),
        ("<h2 align='center'>Datasets</h2>\nPears.", "training_data", "Datasets"),
        ("**Training data:**\nPears.", "training_data", "Training data"),
        ("## 📚 2. *Training* data\n### Part one\n- pears", "training_data", "📚 2. Training data"),
        ("- **Hardware Type:** 8 x A100", "hardware", "Hardware Type"),
        ("| Hardware | 8 x A100 |", "hardware", "Hardware"),
        (
            "### Training hyperparameters\nThe following hyperparameters were used during training:\n- seed: 42",
            "hyperparameters",
            "Training hyperparameters",
        ),
        ("### Framework versions\n- Transformers 4.40", "environment", "Framework versions"),
        ("# Evaluation results\n```\nacc 0.9\n```", "evaluation", "Evaluation results"),
        ("Try:\n```python\nload('pear')\n```", "demo", "code in python"),
        ("## Intended uses & limitations\nNot for apples.", "limitations", "Intended uses & limitations"),
        ("## Intended uses & limitations\nNot for apples.", "intended_use", "Intended uses & limitations"),
        ("## Carbon footprint\n12 kg", "emissions", "Carbon footprint"),
        ("## Speed\n12 tokens/s", "latency", "Speed"),
        ("## How to fine-tune\nRun it.", "fine_tuning", "How to fine-tune"),
        ("## Citation\n```bibtex\n@misc{pear}\n```", "citation", "Citation"),
        ("## License\nApache", "license", "License"),
    ],
)
def test_what_a_section_or_a_label_answers(text: str, topic: str, heading: str) -> None:
    assert card_answers(text)[topic] == heading


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("## Training data\n## License\nMIT", "training_data"),
        ("```\n## Training data\nPears.\n```", "training_data"),
        ("<!-- ## Training data\nPears. -->", "training_data"),
        ("<!-- ## Training data\nPears.", "training_data"),
        ("## Training data\n[More Information Needed](https://example.org)", "training_data"),
        ("### Framework versions\n- Transformers 4.40", "version"),
        ("This was trained on hardware: who knows which, so we do not say what it was or where it stood.", "hardware"),
    ],
)
def test_what_answers_nothing(text: str, topic: str) -> None:
    assert topic not in card_answers(text)


def test_some_sentences_say_what_a_model_is() -> None:
    assert "text" in card_answers("This model tells pears from apples. " * 6)
    assert "text" not in card_answers("This model tells pears from apples.")


def test_the_text_is_what_stands_below_the_header() -> None:
    assert text_below("---\nlicense: mit\n---\n# Pear\n").strip() == "# Pear"
    assert text_below("# Pear") == "# Pear"


def test_hostile_cards_take_no_long_time_and_bring_no_control_characters() -> None:
    began = time.process_time()
    for text in (
        "<!--" * 200_000,
        "#" * 900_000,
        "**" * 400_000,
        "[" * 900_000,
        "|a" * 400_000,
        "- a:" * 200_000,
        "<" * 900_000,
        "# x\n" * 200_000,
        "<h1>" * 200_000,
        "](" * 400_000,
    ):
        card_answers(text)
    assert time.process_time() - began < 30
    assert card_answers("# Training data\x1b[31m\u0000\nPears.")["training_data"] == "Training data 31m"


def test_what_files_answer_by_their_names() -> None:
    found = file_answers(
        [
            "config.json",
            "README.md",
            "requirements.txt",
            "runs/events.out.tfevents.1.x",
            "LICENSE",
            "model.sig",
            ".eval_results/pears.yaml",
            "a/pear.Q4_K_M.gguf",
            "weights.safetensors",
        ]
    )
    assert found == {
        "architecture": "config.json",
        "environment": "requirements.txt",
        "training_logs": "runs/events.out.tfevents.1.x",
        "license": "LICENSE",
        "signature": "model.sig",
        "evaluation": ".eval_results/pears.yaml",
        "quantized": "a/pear.Q4_K_M.gguf",
    }
    assert file_answers(["README.md", "weights.safetensors"]) == {}

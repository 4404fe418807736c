"""Training on labelled texts and measuring on others. What a label means is the file's matter; the measure says how well
it is told, no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhuangjian.engines.names import normalise_name
from zhuangjian.engines.rules.answer import Refusal


@dataclass(frozen=True, slots=True)
class Evaluation:
    """``n`` texts tested; share told right; mean F1 over the labels; area under the ROC curve (over several labels, the
    mean of each against the rest; None when the tested texts lack a label of the training)."""

    n: int
    accuracy: float
    macro_f1: float
    auc: float | None


def evaluate(
    texts: Sequence[str], labels: Sequence[str], tested: Sequence[str], truth: Sequence[str]
) -> Evaluation:
    """Train on ``texts`` with ``labels`` and measure on ``tested`` with ``truth``. Refuses empty files, a single label,
    labels that the training does not have, and texts of the training among those tested."""
    _check(texts, labels, tested, truth)
    from sklearn.metrics import accuracy_score, f1_score, roc_auc_score

    from zhuangjian.engines.opinion.voting import Voting

    try:
        model = Voting().fit([plain(text) for text in texts], list(labels))
    except ValueError:
        raise Refusal("训练文件里的文字太少，没有两次出现的字词。请用更多的文本训练。") from None
    shares = model.shares([plain(text) for text in tested])
    told = model.classes[shares.argmax(axis=1)]
    auc: float | None = None
    if len(set(truth)) == len(model.classes):
        scores = shares[:, 1] if len(model.classes) == 2 else shares
        auc = float(roc_auc_score(list(truth), scores, multi_class="ovr", labels=model.classes))
    return Evaluation(
        len(tested),
        float(accuracy_score(list(truth), told)),
        float(f1_score(list(truth), told, average="macro")),
        auc,
    )


def plain(text: str) -> str:
    """A text in one spelling: half-width, small letters, look-alike radicals folded."""
    return normalise_name(text).lower()


def _check(texts: Sequence[str], labels: Sequence[str], tested: Sequence[str], truth: Sequence[str]) -> None:
    if not texts or not tested:
        raise Refusal("训练文件和测试文件都至少要有一行文字和标签。")
    if len(set(labels)) < 2:
        raise Refusal(f"训练文件只有一种标签“{labels[0]}”，没有什么可以区分的。")
    if unknown := sorted(set(truth) - set(labels)):
        raise Refusal(f"测试文件里的标签在训练文件里没有：{'、'.join(unknown[:10])}。请核对标签的写法。")
    known = set(map(plain, texts))
    shared = sum(plain(text) in known for text in tested)
    if shared == len(tested):
        raise Refusal("测试的文字全部出现在训练文件里，测出的只是记性。请用另外的文本测试。")

"""What belongs to a letter: addressees, annexes, extensions, answers, and the people who go."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.cooperation.models.letter import Letter
from zhuangjian.engines.rules.vocabulary import BodyKind, Term


def _by() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )


class Addressee(PublicId):
    """To whom a letter goes: a unit of this system, or a body outside by its name; ``second``: a copy for information."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="addressees", verbose_name="函件")
    name = models.CharField("收文单位", max_length=120)
    kind = models.CharField("类别", max_length=12, choices=BodyKind.choices())
    unit = models.ForeignKey(
        Authority, models.PROTECT, null=True, related_name="+", verbose_name="本系统内的单位"
    )
    second = models.BooleanField("抄送", default=False)
    received_on = models.DateField("对方收到日期", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "收文单位"
        ordering = ("letter", "pk")
        constraints = (models.UniqueConstraint(fields=("letter", "name"), name="letter_addressed_once"),)

    def __str__(self) -> str:
        return self.name


class Answer(PublicId):
    """What was answered to a letter: ours to one that came in, theirs to one that went out."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="answers", verbose_name="函件")
    body_name = models.CharField("复函单位", max_length=120)
    number = models.CharField("复函文号", max_length=80, blank=True)
    answered_on = models.DateField("复函日期")
    text = models.TextField("复函内容")
    trusted = models.BooleanField("签名已核对", default=False)
    entered_at = models.DateTimeField("登记时间")
    entered_by = _by()

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "复函"
        ordering = ("letter", "pk")
        constraints = (models.UniqueConstraint(fields=("letter", "body_name"), name="letter_answered_once"),)

    def __str__(self) -> str:
        return f"{self.letter} {self.body_name}"


class Annex(PublicId):
    """One file that goes with a letter (``answer`` none) or with its answer; its bytes lie in the store by digest."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="annexes", verbose_name="函件")
    of_answer = models.BooleanField("复函附件", default=False)
    body_name = models.CharField("出具单位", max_length=120)
    title = models.CharField("名称", max_length=200)
    media_type = models.CharField("格式", max_length=100)
    size = models.BigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = _by()

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "函件附件"
        ordering = ("letter", "pk")

    def __str__(self) -> str:
        return self.title


class Extension(PublicId):
    """That the answer will come later, told before the limit ran out (CQ 48)."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="extensions", verbose_name="函件")
    body_name = models.CharField("告知单位", max_length=120)
    until = models.DateField("延期至")
    reason = models.TextField("延期的理由")
    told_on = models.DateField("告知日期")
    entered_at = models.DateTimeField("登记时间")
    entered_by = _by()

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "延期告知"
        ordering = ("letter", "pk")

    def __str__(self) -> str:
        return f"{self.letter} {self.until}"


class Side(Term):
    """Whose people."""

    OURS = "ours", "本单位"
    THEIRS = "theirs", "对方"


class Delegate(PublicId):
    """Somebody who goes along: one of one's own, by person, or one of the other side, by name (CQ 44, 46, 47)."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="delegates", verbose_name="函件")
    side = models.CharField("哪一方", max_length=6, choices=Side.choices())
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="人员"
    )
    name = models.CharField("姓名", max_length=60)
    unit_name = models.CharField("单位", max_length=120)
    leader = models.BooleanField("组长", default=False)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "派出人员"
        ordering = ("letter", "-leader", "pk")
        constraints = (
            models.UniqueConstraint(fields=("letter", "name", "unit_name"), name="letter_goes_once"),
        )

    def __str__(self) -> str:
        return self.name

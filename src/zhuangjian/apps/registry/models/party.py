"""Who is inspected: identity and its history, kinds, places, people."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.engines.rules.vocabulary import PartyKind, Term


class Party(models.Model):
    """An inspected party (CQ 53). Not watched by the ledger row by row: registers arrive in batches, and the
    batch is entered; a correction by hand is an action of its own."""

    credit_code = models.CharField("统一社会信用代码", max_length=18, unique=True, null=True, blank=True)
    old_code = models.CharField("旧注册号", max_length=20, blank=True, db_index=True)
    name = models.CharField("名称", max_length=200, db_index=True)
    pinyin = models.CharField("拼音", max_length=400, blank=True)
    initials = models.CharField("拼音首字母", max_length=120, blank=True)
    address = models.CharField("住所", max_length=300, blank=True)
    region_code = models.CharField("行政区划代码", max_length=6, blank=True, db_index=True)
    legal_representative = models.CharField("法定代表人", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    is_synthetic = models.BooleanField("演示数据", default=False)
    first_seen = models.DateField("首次出现", null=True, blank=True)
    register_seen = models.DateField("最近核对登记日期", null=True, blank=True)
    # Only where it is not the day above: the register of that day did not say the address.
    address_seen = models.DateField("最近写明住所的日期", null=True, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "企业"
        ordering = ("pinyin", "pk")
        # A page of the list is read in order, not after sorting all parties.
        indexes = (models.Index(fields=("pinyin", "id"), name="party_by_name"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The address of the dossier."""
        return f"/parties/{self.pk}/"


class PartyName(models.Model):
    """A name a party had or has; a rename is history, not a new party."""

    party = models.ForeignKey(
        Party, models.CASCADE, related_name="names", verbose_name="企业", db_index=False
    )
    name = models.CharField("名称", max_length=200, db_index=True)
    pinyin = models.CharField("拼音", max_length=400, blank=True)
    initials = models.CharField("拼音首字母", max_length=120, blank=True)
    seen_from = models.DateField("始见", null=True, blank=True)
    seen_to = models.DateField("终见", null=True, blank=True)
    source = models.CharField("来源", max_length=120, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "名称沿革"
        ordering = ("party", models.F("seen_from").asc(nulls_first=True), "pk")
        constraints = (models.UniqueConstraint(fields=("party", "name"), name="party_name_once"),)

    def __str__(self) -> str:
        return self.name


class PartyKindRow(models.Model):
    """One kind a party is; several at once are usual."""

    party = models.ForeignKey(
        Party, models.CASCADE, related_name="kind_rows", verbose_name="企业", db_index=False
    )
    kind = models.CharField("类别", max_length=30, choices=PartyKind.choices(), db_index=True)
    since = models.DateField("起", null=True, blank=True)
    source = models.CharField("来源", max_length=120, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "主体类别"
        constraints = (models.UniqueConstraint(fields=("party", "kind"), name="party_kind_once"),)

    def __str__(self) -> str:
        return self.get_kind_display()


class SiteKind(Term):
    """What a place is used for."""

    REGISTERED = "registered", "住所"
    PRODUCTION = "production", "生产地址"
    WAREHOUSE = "warehouse", "仓库"
    LABORATORY = "laboratory", "实验室"
    SHOP = "shop", "经营场所"


class Site(models.Model):
    """A place of a party, in or outside the province; a move closes the old one (``seen_to``)."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="sites", verbose_name="企业")
    kind = models.CharField("用途", max_length=20, choices=SiteKind.choices())
    address = models.CharField("地址", max_length=400)
    region_code = models.CharField("行政区划代码", max_length=6, blank=True)
    outside_province = models.BooleanField("省外", default=False)
    longitude = models.FloatField("经度", null=True, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    seen_from = models.DateField("始见", null=True, blank=True)
    seen_to = models.DateField("终见", null=True, blank=True)
    source = models.CharField("来源", max_length=120, blank=True)
    # The register entry (licence number) that states this place: another entry's silence does not close it.
    origin = models.CharField("所载登记", max_length=40, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "场所"
        ordering = ("party", "kind", "pk")

    def __str__(self) -> str:
        return self.address


class KeyPerson(models.Model):
    """A key-post person 关键岗位人员 of a party."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="key_people", verbose_name="企业")
    name = models.CharField("姓名", max_length=60)
    post = models.CharField("岗位", max_length=60)
    since = models.DateField("任职起", null=True, blank=True)
    until = models.DateField("任职止", null=True, blank=True)
    years_experience = models.PositiveSmallIntegerField("从业年限", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "关键岗位人员"

    def __str__(self) -> str:
        return f"{self.post} {self.name}"


class Contact(models.Model):
    """A person of the system who speaks for a party, as the party confirmed in writing, until the tie ends."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="contact_for", verbose_name="人员"
    )
    party = models.ForeignKey(Party, models.CASCADE, related_name="contacts", verbose_name="企业")
    post = models.CharField("职务", max_length=60, blank=True)
    # The party's own confirmation: the day of its letter, the letter's digest and name.
    confirmed_on = models.DateField("企业确认日期", null=True, blank=True)
    letter_digest = models.CharField("授权书摘要", max_length=64, blank=True)
    letter_name = models.CharField("授权书文件名", max_length=200, blank=True)
    until = models.DateField("授权至", null=True, blank=True)
    ended_on = models.DateField("终止日期", null=True, blank=True)
    ended_because = models.CharField("终止原因", max_length=200, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "企业联系人"
        constraints = (
            models.UniqueConstraint(
                fields=("person", "party"), condition=models.Q(ended_on=None), name="contact_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.party}"

    @staticmethod
    def standing_on(day: date) -> models.Q:
        """Ties in force on that day: not ended, and the authorisation still runs (its last day counts)."""
        return models.Q(ended_on=None) & (models.Q(until=None) | models.Q(until__gte=day))


class Jurisdiction(models.Model):
    """Which authority is competent for a party and why: the stored answer of the competence rule (CQ 4)."""

    party = models.ForeignKey(
        Party, models.CASCADE, related_name="jurisdictions", verbose_name="企业", db_index=False
    )
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="jurisdictions", verbose_name="监管机构"
    )
    article = models.CharField("条款", max_length=20)
    reason = models.CharField("理由", max_length=200)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "管辖"
        constraints = (models.UniqueConstraint(fields=("party", "authority"), name="jurisdiction_once"),)

    def __str__(self) -> str:
        return f"{self.authority} · {self.party}"

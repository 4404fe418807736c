"""The tree of authorities, the people in it, and what they are qualified for."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import Any, ClassVar, cast

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.db.models import Q
from django.utils import timezone

from zhuangjian.apps.conduct.visibility import Scope, VisibleManager, VisibleQuerySet
from zhuangjian.engines.rules.vocabulary import AuthorityKind, CredentialKind, Term
from zhuangjian.kernel.days import said_time
from zhuangjian.kernel.questions import Question

# Every request asks these.
_ROLES = Question(lambda pk: PersonRole._base_manager.filter(person_id=pk).values_list("role", flat=True))
_REALM = Question(
    lambda own, above: Authority._base_manager.filter(Q(pk=own) | Q(parent_id=above)).values_list(
        "pk", flat=True
    ),
    keys=2,
)


class Role(Term):
    """What a person is there for. Roles, not job titles: they decide what may be done and seen."""

    PROGRAMME_OFFICER = "programme_officer", "计划管理员"
    HEAD = "head", "单位负责人"
    INSPECTOR = "inspector", "检查员"
    REVIEWER = "reviewer", "检查审核员"
    DISTRICT_OFFICER = "district_officer", "辖区监管员"
    LICENSING_OFFICER = "licensing_officer", "许可部门经办人"
    ENFORCEMENT_OFFICER = "enforcement_officer", "稽查办案员"
    ENTERPRISE_CONTACT = "enterprise_contact", "企业联系人"
    AUDITOR = "auditor", "审计员"
    ADMINISTRATOR = "administrator", "系统管理员"


class Authority(models.Model):
    """One authority or body of CQ 4. ``region_code`` is the six-digit division it answers for."""

    ledger_watched = True

    name = models.CharField("名称", max_length=120, unique=True)
    short_name = models.CharField("简称", max_length=40)
    kind = models.CharField("类别", max_length=30, choices=AuthorityKind.choices())
    region_code = models.CharField("行政区划代码", max_length=6)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位"
    )
    is_active = models.BooleanField("在用", default=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "监管机构"
        ordering = ("region_code", "kind", "name")

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        """Its page in the administration."""
        return f"/administration/authorities/{self.pk}/"

    @property
    def commands_all(self) -> bool:
        """Provincial level: sees and assigns to its bureaus, institutions and districts."""
        return self.kind == AuthorityKind.MUNICIPAL

    def realm(self) -> frozenset[int]:
        """Ids of the authorities whose business this one sees: itself, and its subordinates if provincial."""
        if not self.commands_all:
            return frozenset({self.pk})
        return frozenset(_REALM(self.pk, self.pk))


UserManager = BaseUserManager.from_queryset(VisibleQuerySet)


class PersonManager(UserManager):
    """Creates people; only used by actions, commands and tests."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> Person:
        """A person who can sign in; ``roles`` is a list of role codes."""
        roles: Any = fields.pop("roles", ())
        person = cast("Person", self.model(username=username, **fields))
        person.set_password(password)
        person.save(using=self._db)
        PersonRole.objects.bulk_create(PersonRole(person=person, role=str(role)) for role in roles)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in: an official of an authority, or an enterprise's contact."""

    ledger_watched = True
    ledger_unwatched = ("last_login",)
    ledger_parts = ("role_rows", "credentials", "expertise", "interests", "contact_for", "totpdevice_set")

    username = models.CharField("登录名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="所在单位"
    )
    phone = models.CharField("电话", max_length=40, blank=True)
    is_active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("首次登录须改密码", default=False)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    version = models.PositiveIntegerField("版本", default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ("authority", "username")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Their page in the administration."""
        return f"/administration/people/{self.pk}/"

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the password. It is never hashed anew on the way: an account changes only by an act."""
        return check_password(raw_password, self.password)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Role codes, read once."""
        return frozenset(_ROLES(self.pk))

    def locked_out(self) -> bool:
        """Whether wrong passwords have locked the sign-in name now."""
        from axes.models import AccessAttempt
        from django.conf import settings

        since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
        tries = AccessAttempt.objects.filter(username=self.username, attempt_time__gte=since)
        return sum(tries.values_list("failures_since_start", flat=True)) >= settings.AXES_FAILURE_LIMIT

    def has(self, *roles: str) -> bool:
        """Whether the person holds any of the roles and is active."""
        return self.is_active and not self.roles.isdisjoint(str(r) for r in roles)

    @cached_property
    def scope(self) -> Scope:
        """What this person may see, for the visibility rules; built once per request."""
        return Scope(
            person_id=self.pk,
            roles=self.roles if self.is_active else frozenset(),
            authority_id=self.authority_id,
            authorities=self.authority.realm() if self.authority_id else frozenset(),
            parties=self._parties(),
        )

    def _parties(self) -> frozenset[int]:
        if Role.ENTERPRISE_CONTACT not in self.roles:
            return frozenset()
        ties = self.contact_for
        standing = ties.model.standing_on(timezone.localdate())
        return frozenset(ties.filter(standing).values_list("party_id", flat=True))


class PersonRole(models.Model):
    """One role of one person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="role_rows", verbose_name="人员")
    role = models.CharField("角色", max_length=30, choices=Role.choices())

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "人员角色"
        constraints = (models.UniqueConstraint(fields=("person", "role"), name="person_role_once"),)

    def __str__(self) -> str:
        return self.get_role_display()


class Credential(models.Model):
    """An enforcement credential 执法证 (counted by CQ 9) or inspector certificate 检查员证 (counted by CQ 17)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="credentials", verbose_name="人员")
    kind = models.CharField("证件类别", max_length=20, choices=CredentialKind.choices())
    number = models.CharField("证件号", max_length=40)
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "执法与检查员证件"
        constraints = (models.UniqueConstraint(fields=("kind", "number"), name="credential_number_once"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    def valid_on(self, day: date) -> bool:
        """Whether it is valid on that day; both ends count."""
        return self.valid_from <= day <= self.valid_to


class Expertise(models.Model):
    """A field of knowledge a person has, in the words the tasks ask for it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="expertise", verbose_name="人员")
    field = models.CharField("专长", max_length=40)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "专长"
        constraints = (models.UniqueConstraint(fields=("person", "field"), name="expertise_once"),)

    def __str__(self) -> str:
        return self.field


class Relation(Term):
    """Kinds of interest that keep an inspector off a team (CQ 21)."""

    SAME_EMPLOYER = "same_employer", "现任职于该单位"
    PAST_EMPLOYMENT = "past_employment", "曾任职于该单位"
    RELATIVE = "relative", "近亲属任职或持股"
    SHAREHOLDING = "shareholding", "持股"
    OTHER = "other", "其他利害关系"


class Interest(models.Model):
    """An interest a person declared in an enterprise, known by its credit code (CQ 21)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="interests", verbose_name="人员")
    credit_code = models.CharField("统一社会信用代码", max_length=18, db_index=True)
    party_name = models.CharField("单位名称", max_length=120, blank=True)
    relation = models.CharField("关系", max_length=20, choices=Relation.choices())
    detail = models.CharField("说明", max_length=200, blank=True)
    declared_at = models.DateField("申报日期")
    ended_on = models.DateField("终止日期", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "利害关系申报"

    def __str__(self) -> str:
        return f"{self.get_relation_display()} {self.party_name or self.credit_code}"


class ApiToken(models.Model):
    """An access token; only its digest is kept. ``secret`` is set on the row just made, and nowhere stored."""

    ledger_watched = True
    ledger_unwatched = ("last_used_at",)

    secret = ""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens", verbose_name="人员")
    name = models.CharField("用途", max_length=60)
    prefix = models.CharField("前缀", max_length=12)
    digest = models.CharField("摘要", max_length=64, unique=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    expires_at = models.DateTimeField("失效时间")
    last_used_at = models.DateTimeField("最近使用", null=True)
    revoked_at = models.DateTimeField("撤销时间", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "访问令牌"

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class SignInKind(Term):
    """What happened at the door."""

    SIGNED_IN = "signed_in", "登录"
    FAILED = "failed", "登录失败"
    LOCKED = "locked", "锁定"
    SECOND_FACTOR_FAILED = "second_factor_failed", "动态口令错误"
    SIGNED_OUT = "signed_out", "退出"


class SignInEvent(models.Model):
    """One sign-in, failed or not. A name that belongs to nobody is not kept: it may be a password typed too early."""

    person = models.ForeignKey(
        Person, models.CASCADE, null=True, related_name="sign_ins", verbose_name="人员"
    )
    kind = models.CharField("情形", max_length=30, choices=SignInKind.choices())
    at = models.DateTimeField("时间", auto_now_add=True)
    address = models.GenericIPAddressField("网络地址", null=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "登录记录"
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("person", "-at"), name="sign_in_of_person"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {said_time(self.at)}"

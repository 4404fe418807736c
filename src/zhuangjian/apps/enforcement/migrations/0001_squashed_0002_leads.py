"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import django.db.models.deletion
import uuid
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("enforcement", "0001_initial"), ("enforcement", "0002_leads")]

    initial = True

    dependencies = [
        ("authorities", "0002_authority_words"),
        ("inspections", "0004_reads_from_files"),
        ("registry", "0009_contacts_confirmed"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Bundle",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[("made", "本单位制作"), ("received", "收到")],
                                max_length=10,
                                verbose_name="来去",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("case", "案卷材料"), ("receipt", "签收回执")],
                                max_length=10,
                                verbose_name="种类",
                            ),
                        ),
                        ("number", models.CharField(max_length=60, verbose_name="检查编号")),
                        ("party_name", models.CharField(max_length=200, verbose_name="被检查对象")),
                        ("unit_name", models.CharField(max_length=120, verbose_name="制作单位")),
                        ("made_on", models.CharField(max_length=40, verbose_name="制作时间")),
                        ("digest", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                        ("size", models.BigIntegerField(verbose_name="字节数")),
                        ("public_key", models.CharField(max_length=64, verbose_name="签名公钥")),
                        ("trusted", models.BooleanField(default=False, verbose_name="公钥事先已知")),
                        ("receipts", models.PositiveIntegerField(default=0, verbose_name="账本回执数")),
                        (
                            "of_digest",
                            models.CharField(blank=True, max_length=64, verbose_name="所签收的移送包"),
                        ),
                        ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="登记单位",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bundles",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "移送包",
                        "verbose_name_plural": "移送包",
                        "ordering": ("-entered_at", "-pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("direction", "received")),
                                fields=("digest", "authority"),
                                name="bundle_received_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BundleFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        ("path", models.CharField(max_length=200, verbose_name="包内位置")),
                        ("title", models.CharField(max_length=200, verbose_name="名称")),
                        ("what", models.CharField(max_length=40, verbose_name="种类")),
                        ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                        ("size", models.BigIntegerField(verbose_name="字节数")),
                        ("entry", models.BigIntegerField(null=True, verbose_name="账本条目")),
                        ("stored", models.CharField(blank=True, max_length=64, verbose_name="存放的摘要")),
                        (
                            "bundle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="enforcement.bundle",
                                verbose_name="移送包",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "移送包的文件",
                        "verbose_name_plural": "移送包的文件",
                        "ordering": ("bundle", "path"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Lead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        ("number", models.CharField(max_length=60, unique=True, verbose_name="线索编号")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("reported", "待风险评估"),
                                    ("assessed", "待移交"),
                                    ("transferred", "待签收"),
                                    ("received", "待决定是否立案"),
                                    ("filed", "已立案"),
                                    ("not_filed", "不予立案，待反馈"),
                                    ("decided", "已作处罚决定，待反馈结果"),
                                    ("closed", "已办结"),
                                    ("dropped", "不移交"),
                                ],
                                default="reported",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("facts", models.TextField(verbose_name="违法线索")),
                        ("advice", models.TextField(blank=True, verbose_name="处理建议")),
                        ("reported_at", models.DateTimeField(verbose_name="通报时间")),
                        ("at_risk", models.BooleanField(default=False, verbose_name="可能存在质量安全风险")),
                        ("assessment", models.TextField(blank=True, verbose_name="风险评估")),
                        ("measures", models.TextField(blank=True, verbose_name="风险控制决定")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("transfer", "移交线索管理机构"),
                                    ("self", "由本单位调查处理"),
                                    ("none", "不构成违法线索"),
                                ],
                                max_length=20,
                                verbose_name="处理",
                            ),
                        ),
                        ("assessed_at", models.DateTimeField(null=True, verbose_name="评估时间")),
                        ("transferred_at", models.DateTimeField(null=True, verbose_name="移交时间")),
                        ("received_at", models.DateTimeField(null=True, verbose_name="签收时间")),
                        ("verification", models.TextField(blank=True, verbose_name="证据查证确认")),
                        ("filing_on", models.DateField(null=True, verbose_name="决定是否立案之日")),
                        (
                            "filing_number",
                            models.CharField(blank=True, max_length=60, verbose_name="立案文号"),
                        ),
                        (
                            "filing_reason",
                            models.TextField(blank=True, verbose_name="立案或者不予立案的理由"),
                        ),
                        ("penalised", models.BooleanField(default=False, verbose_name="给予处罚")),
                        ("penalty_on", models.DateField(null=True, verbose_name="决定是否处罚之日")),
                        ("penalty_text", models.TextField(blank=True, verbose_name="处理结果")),
                        ("closed_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "assessed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "bundle",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="leads",
                                to="enforcement.bundle",
                                verbose_name="移交的移送包",
                            ),
                        ),
                        (
                            "filing_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="leads",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "local_authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="辖区监管部门",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="leads",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "penalty_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "received_bundle",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="enforcement.bundle",
                                verbose_name="签收的移送包",
                            ),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="接受移交线索单位",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "transferred_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "违法线索",
                        "verbose_name_plural": "违法线索",
                        "ordering": ("-reported_at", "-pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Feedback",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("filing", "立案情况"), ("result", "处理结果")],
                                max_length=10,
                                verbose_name="种类",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="反馈内容")),
                        ("due", models.DateField(null=True, verbose_name="期限")),
                        ("sent_at", models.DateTimeField(verbose_name="反馈时间")),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="反馈人",
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="反馈对象",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="feedback",
                                to="enforcement.lead",
                                verbose_name="线索",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "线索反馈",
                        "verbose_name_plural": "线索反馈",
                        "ordering": ("lead", "pk"),
                        "constraints": [
                            models.UniqueConstraint(fields=("lead", "kind", "to"), name="lead_told_once")
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]

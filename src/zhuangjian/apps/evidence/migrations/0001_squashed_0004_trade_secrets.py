"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import django.db.models.deletion
import uuid
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("evidence", "0001_initial"),
        ("evidence", "0002_public_ids"),
        ("evidence", "0003_unconfirmed"),
        ("evidence", "0004_trade_secrets"),
    ]

    initial = True

    dependencies = [
        ("authorities", "0001_initial"),
        ("inspections", "0008_uninspected_reason"),
        ("registry", "0009_contacts_confirmed"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Evidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("photo", "照片"),
                                    ("video", "录像"),
                                    ("audio", "录音"),
                                    ("document", "文件"),
                                ],
                                max_length=10,
                                verbose_name="种类",
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("media_type", models.CharField(max_length=100, verbose_name="格式")),
                        ("size", models.BigIntegerField(verbose_name="字节数")),
                        ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                        ("captured_at", models.DateTimeField(verbose_name="采集时间")),
                        ("received_at", models.DateTimeField(verbose_name="接收时间")),
                        (
                            "exif_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="照片内记录的时间"),
                        ),
                        ("longitude", models.FloatField(blank=True, null=True, verbose_name="经度")),
                        ("latitude", models.FloatField(blank=True, null=True, verbose_name="纬度")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        (
                            "confirmed_by",
                            models.CharField(blank=True, max_length=60, verbose_name="被检查对象确认人"),
                        ),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="确认时间"),
                        ),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "finding",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="inspections.finding",
                                verbose_name="检查结果",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="采集人",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        (
                            "unconfirmed",
                            models.CharField(
                                blank=True,
                                choices=[("refused", "被检查对象拒绝确认"), ("absent", "现场无人可以确认")],
                                max_length=10,
                                verbose_name="未经确认的原因",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "证据",
                        "verbose_name_plural": "证据",
                        "ordering": ("inspection", "captured_at", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="TradeSecret",
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
                        ("title", models.CharField(max_length=200, verbose_name="商业秘密")),
                        ("words", models.JSONField(blank=True, default=list, verbose_name="识别用语")),
                        ("noted_at", models.DateTimeField(verbose_name="登记时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trade_secrets",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trade_secrets",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "商业秘密",
                        "verbose_name_plural": "商业秘密",
                        "ordering": ("-noted_at", "-pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="SecretPiece",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "evidence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="evidence.evidence",
                                verbose_name="证据",
                            ),
                        ),
                        (
                            "secret",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pieces",
                                to="evidence.tradesecret",
                                verbose_name="商业秘密",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "商业秘密所在的证据",
                        "verbose_name_plural": "商业秘密所在的证据",
                        "ordering": ("secret", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="SecretPermit",
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
                            "audience",
                            models.CharField(
                                choices=[
                                    ("public", "社会公众"),
                                    ("authorities", "有管辖权的监管部门、司法机关"),
                                    ("body", "指定的单位"),
                                ],
                                max_length=12,
                                verbose_name="披露对象",
                            ),
                        ),
                        ("body", models.CharField(blank=True, max_length=120, verbose_name="单位名称")),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("consent", "被检查对象同意"),
                                    ("law", "法律另有规定"),
                                    ("security", "涉及国家安全"),
                                    ("interest", "涉及重大社会公共利益"),
                                ],
                                max_length=12,
                                verbose_name="依据",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="披露的理由")),
                        ("shown_by", models.CharField(max_length=300, verbose_name="同意书或者法律条款")),
                        (
                            "consented_by",
                            models.CharField(blank=True, max_length=60, verbose_name="企业同意的签字人"),
                        ),
                        ("given_on", models.DateField(verbose_name="同意或者决定日期")),
                        ("decided_at", models.DateTimeField(verbose_name="登记时间")),
                        ("withdrawn_on", models.DateField(null=True, verbose_name="撤回日期")),
                        (
                            "withdrawn_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="撤回的理由"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="决定人",
                            ),
                        ),
                        (
                            "secret",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="permits",
                                to="evidence.tradesecret",
                                verbose_name="商业秘密",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "披露商业秘密的同意和例外",
                        "verbose_name_plural": "披露商业秘密的同意和例外",
                        "ordering": ("secret", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]

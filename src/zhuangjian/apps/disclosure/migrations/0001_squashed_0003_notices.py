"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import django.db.models.deletion
import uuid
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("disclosure", "0001_initial"),
        ("disclosure", "0002_public_ids"),
        ("disclosure", "0003_notices"),
    ]

    initial = True

    dependencies = [
        ("authorities", "0003_licensing_officer"),
        ("inspections", "0006_evaluations"),
        ("measures", "0001_initial"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Publication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("party_name", models.CharField(max_length=200, verbose_name="被检查对象")),
                        (
                            "credit_code",
                            models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码"),
                        ),
                        ("party_address", models.CharField(blank=True, max_length=300, verbose_name="地址")),
                        (
                            "region_code",
                            models.CharField(blank=True, max_length=6, verbose_name="行政区划代码"),
                        ),
                        ("inspection_type", models.CharField(max_length=20, verbose_name="检查类型")),
                        ("legal_basis", models.CharField(max_length=500, verbose_name="检查依据")),
                        ("inspected_on", models.DateField(blank=True, null=True, verbose_name="检查日期")),
                        ("result", models.CharField(max_length=200, verbose_name="检查结果")),
                        ("handling", models.CharField(blank=True, max_length=200, verbose_name="处理情况")),
                        ("published_at", models.DateTimeField(verbose_name="公开时间")),
                        ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
                        (
                            "withdrawn_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="撤回原因"),
                        ),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="authorities.authority",
                                verbose_name="公开单位",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publications",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="公开人",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        ("items", models.CharField(blank=True, max_length=60, verbose_name="检查项目")),
                    ],
                    options={
                        "verbose_name": "公开信息",
                        "verbose_name_plural": "公开信息",
                        "ordering": ("-published_at", "-pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("inspection",),
                                name="one_standing_publication",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
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
                                choices=[
                                    ("measure", "处理措施"),
                                    ("lifting", "解除措施"),
                                    ("obstruction", "拒绝、逃避、阻碍检查"),
                                ],
                                max_length=12,
                                verbose_name="种类",
                            ),
                        ),
                        ("party_name", models.CharField(max_length=200, verbose_name="被检查对象")),
                        (
                            "credit_code",
                            models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码"),
                        ),
                        ("party_address", models.CharField(blank=True, max_length=300, verbose_name="地址")),
                        (
                            "region_code",
                            models.CharField(blank=True, max_length=6, verbose_name="行政区划代码"),
                        ),
                        ("legal_basis", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                        ("number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                        ("result", models.CharField(max_length=400, verbose_name="内容")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                        ("published_at", models.DateTimeField(verbose_name="公开时间")),
                        ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
                        (
                            "withdrawn_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="撤回原因"),
                        ),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="公开单位",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "lifting",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="measures.lifting",
                                verbose_name="解除申请",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="measures.measure",
                                verbose_name="措施",
                            ),
                        ),
                        (
                            "obstruction",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="measures.obstruction",
                                verbose_name="阻碍检查",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="公开人",
                            ),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="disclosure.notice",
                                verbose_name="更正的公开信息",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "措施公开信息",
                        "verbose_name_plural": "措施公开信息",
                        "ordering": ("-published_at", "-pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("measure",),
                                name="one_standing_notice_measure",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("lifting",),
                                name="one_standing_notice_lifting",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("obstruction",),
                                name="one_standing_notice_obstruction",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]

"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import django.db.models.deletion
import uuid
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("rectification", "0001_initial"),
        ("rectification", "0002_public_ids"),
        ("rectification", "0003_number_series"),
        ("rectification", "0004_problems"),
        ("rectification", "0005_opinions_answered"),
    ]

    initial = True

    dependencies = [
        ("authorities", "0001_initial"),
        ("inspections", "0005_objections"),
        ("registry", "0001_initial"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Rectification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=60, verbose_name="文号")),
                        ("requirement", models.TextField(verbose_name="整改要求")),
                        ("issued_at", models.DateTimeField(verbose_name="发出时间")),
                        ("due_on", models.DateField(verbose_name="整改期限")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("issued", "整改中"),
                                    ("planned", "已报整改计划"),
                                    ("reported", "待复查"),
                                    ("returned", "退回补充"),
                                    ("passed", "复查符合要求"),
                                    ("failed", "复查不符合要求"),
                                    ("closed", "整改完成"),
                                    ("escalated", "移交立案调查"),
                                ],
                                default="issued",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                        (
                            "ground",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_reported", "逾期未报送整改报告"),
                                    ("failed", "复查仍不符合要求"),
                                    ("violation", "涉嫌违法"),
                                ],
                                max_length=20,
                                verbose_name="移交原因",
                            ),
                        ),
                        ("end_note", models.TextField(blank=True, verbose_name="结束说明")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="辖区监管部门",
                            ),
                        ),
                        (
                            "ended_by",
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rectification",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发出人",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rectifications",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        ("next_due", models.DateField(blank=True, null=True, verbose_name="最近的整改期限")),
                    ],
                    options={
                        "verbose_name": "整改",
                        "verbose_name_plural": "整改",
                        "ordering": ("-issued_at", "-pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("number",), name="rectification_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Problem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("no", models.PositiveIntegerField(verbose_name="序号")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "整改中"),
                                    ("planned", "整改计划待审核"),
                                    ("deferred", "按整改计划整改"),
                                    ("reported", "待复查"),
                                    ("passed", "已改正"),
                                    ("failed", "未改正"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="整改期限")),
                        ("plan_until", models.DateField(blank=True, null=True, verbose_name="计划完成日期")),
                        (
                            "deficiency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inspections.deficiency",
                                verbose_name="缺陷",
                            ),
                        ),
                        (
                            "rectification",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="problems",
                                to="rectification.rectification",
                                verbose_name="整改",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "整改事项",
                        "verbose_name_plural": "整改事项",
                        "ordering": ("rectification", "no"),
                        "constraints": [
                            models.UniqueConstraint(fields=("rectification", "no"), name="problem_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Report",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("no", models.PositiveIntegerField(verbose_name="第几次")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("report", "整改报告"), ("plan", "整改计划")],
                                max_length=10,
                                verbose_name="种类",
                            ),
                        ),
                        ("main_problems", models.TextField(verbose_name="存在的主要问题")),
                        ("investigation", models.TextField(verbose_name="问题调查分析与风险评估")),
                        ("risk_control", models.TextField(verbose_name="风险控制措施")),
                        ("effect", models.TextField(blank=True, verbose_name="整改后效果")),
                        ("plan_steps", models.TextField(blank=True, verbose_name="整改计划")),
                        ("plan_until", models.DateField(blank=True, null=True, verbose_name="计划完成日期")),
                        ("covers", models.JSONField(blank=True, default=list, verbose_name="所涉缺陷")),
                        ("attachments", models.JSONField(blank=True, default=list, verbose_name="附件摘要")),
                        ("submitted_at", models.DateTimeField(verbose_name="报送时间")),
                        ("late", models.BooleanField(default=False, verbose_name="逾期")),
                        (
                            "rectification",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports",
                                to="rectification.rectification",
                                verbose_name="整改",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="报送人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "整改报告",
                        "verbose_name_plural": "整改报告",
                        "ordering": ("rectification", "no"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Return",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="退回理由")),
                        ("supplement_by", models.DateField(verbose_name="补充期限")),
                        ("returned_at", models.DateTimeField(verbose_name="退回时间")),
                        (
                            "rectification",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="returns",
                                to="rectification.rectification",
                                verbose_name="整改",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="rectification.report",
                                verbose_name="整改报告",
                            ),
                        ),
                        (
                            "returned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="退回人",
                            ),
                        ),
                        ("covers", models.JSONField(blank=True, default=list, verbose_name="所涉缺陷")),
                    ],
                    options={
                        "verbose_name": "退回补充",
                        "verbose_name_plural": "退回补充",
                        "ordering": ("rectification", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Recheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on_site", models.BooleanField(default=False, verbose_name="现场复查")),
                        ("passed", models.BooleanField(verbose_name="符合要求")),
                        ("text", models.TextField(verbose_name="复查情况")),
                        ("checked_at", models.DateTimeField(verbose_name="复查时间")),
                        (
                            "checked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="复查人",
                            ),
                        ),
                        (
                            "rectification",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rechecks",
                                to="rectification.rectification",
                                verbose_name="整改",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="rectification.report",
                                verbose_name="整改报告",
                            ),
                        ),
                        ("covers", models.JSONField(blank=True, default=list, verbose_name="复查的缺陷")),
                        ("unmet", models.JSONField(blank=True, default=list, verbose_name="仍不符合的缺陷")),
                    ],
                    options={
                        "verbose_name": "复查",
                        "verbose_name_plural": "复查",
                        "ordering": ("rectification", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="RevocationOpinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("not_passed", "延续许可后现场核查不通过"),
                                    ("not_reported", "整改后复查，在规定时限内未提交整改报告"),
                                    ("failed", "整改后复查，整改项目仍不符合规定"),
                                ],
                                max_length=20,
                                verbose_name="情形",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="意见")),
                        ("proposed_at", models.DateTimeField(verbose_name="提出时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="提出单位",
                            ),
                        ),
                        (
                            "inspection",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revocation_opinion",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        ("answer", models.TextField(blank=True, verbose_name="答复")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[("revoked", "撤销生产许可"), ("not_revoked", "不予撤销")],
                                max_length=20,
                                verbose_name="许可部门的决定",
                            ),
                        ),
                        (
                            "decision_number",
                            models.CharField(blank=True, max_length=120, verbose_name="决定文号"),
                        ),
                    ],
                    options={
                        "verbose_name": "撤销许可意见",
                        "verbose_name_plural": "撤销许可意见",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]

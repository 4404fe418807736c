import django.db.models.deletion
import uuid
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("inspections", "0006_evaluations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Review",
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
                            "stage",
                            models.CharField(
                                choices=[
                                    ("reviewing", "审核中"),
                                    ("drafted", "待审核人员签字"),
                                    ("signed", "待负责人签发"),
                                    ("done", "审核完毕"),
                                ],
                                default="reviewing",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("appointed_at", models.DateTimeField(verbose_name="安排时间")),
                        ("opinion", models.TextField(blank=True, verbose_name="对检查程序和记录的审核意见")),
                        ("suspected", models.BooleanField(default=False, verbose_name="涉嫌违法")),
                        ("hand_over", models.BooleanField(default=False, verbose_name="涉及检查与稽查衔接")),
                        ("report", models.BooleanField(default=False, verbose_name="出具检查审核报告")),
                        ("number", models.CharField(blank=True, max_length=60, verbose_name="报告编号")),
                        ("advice", models.TextField(blank=True, verbose_name="处理建议")),
                        ("conclusion", models.TextField(blank=True, verbose_name="检查审核结论")),
                        (
                            "on_site",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("licensing_pass", "现场核查通过"),
                                    ("licensing_rectify", "整改后复查"),
                                    ("licensing_fail", "现场核查不通过"),
                                    ("production_clean", "检查未发现生产质量管理体系存在缺陷"),
                                    ("production_deficient", "生产质量管理体系存在缺陷"),
                                    ("production_serious", "生产质量管理体系存在严重缺陷"),
                                    ("operation_conforming", "符合要求"),
                                    ("operation_pending", "待整改后评定"),
                                    ("operation_nonconforming", "不符合要求"),
                                    ("operation_other", "其他"),
                                ],
                                max_length=30,
                                verbose_name="现场检查结论",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("licensing_pass", "现场核查通过"),
                                    ("licensing_rectify", "整改后复查"),
                                    ("licensing_fail", "现场核查不通过"),
                                    ("production_clean", "检查未发现生产质量管理体系存在缺陷"),
                                    ("production_deficient", "生产质量管理体系存在缺陷"),
                                    ("production_serious", "生产质量管理体系存在严重缺陷"),
                                    ("operation_conforming", "符合要求"),
                                    ("operation_pending", "待整改后评定"),
                                    ("operation_nonconforming", "不符合要求"),
                                    ("operation_other", "其他"),
                                ],
                                max_length=30,
                                verbose_name="审核后的检查结论",
                            ),
                        ),
                        ("drafted_at", models.DateTimeField(null=True, verbose_name="拟定时间")),
                        ("sent_back", models.TextField(blank=True, verbose_name="退回理由")),
                        ("sealed", models.BooleanField(default=False, verbose_name="已加盖公章")),
                        ("done_at", models.DateTimeField(null=True, verbose_name="审核完毕时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "appointed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "drafted_by",
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
                                related_name="review",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "issued_by",
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
                        "verbose_name": "检查审核",
                        "verbose_name_plural": "检查审核",
                        "ordering": ("-appointed_at", "-pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Reviewer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("joined_at", models.DateTimeField(verbose_name="加入时间")),
                        ("left_at", models.DateTimeField(null=True, verbose_name="退出时间")),
                        ("signed_at", models.DateTimeField(null=True, verbose_name="签字时间")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人员",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviewers",
                                to="review.review",
                                verbose_name="检查审核",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "审核人员",
                        "verbose_name_plural": "审核人员",
                        "ordering": ("review", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Question",
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
                        ("no", models.PositiveIntegerField(verbose_name="序号")),
                        (
                            "addressee",
                            models.CharField(
                                choices=[("team", "检查组"), ("party", "被检查对象")],
                                max_length=10,
                                verbose_name="对象",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="需要明确的内容")),
                        ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                        ("answer", models.TextField(blank=True, verbose_name="答复")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                        (
                            "confirmation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("signed", "签字确认"),
                                    ("sealed", "盖章确认"),
                                    ("refused", "拒绝确认"),
                                ],
                                max_length=10,
                                verbose_name="确认方式",
                            ),
                        ),
                        ("confirmed_by", models.CharField(blank=True, max_length=60, verbose_name="确认人")),
                        ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
                        (
                            "withdrawn_because",
                            models.CharField(blank=True, max_length=300, verbose_name="撤回理由"),
                        ),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_questions",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="review.review",
                                verbose_name="检查审核",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "审核询问",
                        "verbose_name_plural": "审核询问",
                        "ordering": ("review", "no"),
                        "constraints": [
                            models.UniqueConstraint(fields=("review", "no"), name="review_question_once")
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]

"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import django.db.models.deletion
import uuid
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("inspections", "0001_initial"),
        ("inspections", "0002_public_ids"),
        ("inspections", "0003_number_series"),
        ("inspections", "0004_reads_from_files"),
        ("inspections", "0005_objections"),
        ("inspections", "0006_evaluations"),
        ("inspections", "0007_off_site"),
        ("inspections", "0008_uninspected_reason"),
        ("inspections", "0009_partners"),
    ]

    initial = True

    dependencies = [
        ("authorities", "0001_initial"),
        ("programme", "0007_task_authority"),
        ("registry", "0009_contacts_confirmed"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Inspection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=40, verbose_name="编号")),
                        (
                            "inspection_type",
                            models.CharField(
                                choices=[
                                    ("licensing", "许可检查"),
                                    ("routine", "常规检查"),
                                    ("for_cause", "有因检查"),
                                    ("other", "其他检查"),
                                ],
                                max_length=20,
                                verbose_name="检查类型",
                            ),
                        ),
                        (
                            "licensing_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("licensing_new", "生产许可现场核查"),
                                    ("licensing_extension", "延续许可后现场核查"),
                                    ("licensing_change", "变更现场核查"),
                                ],
                                max_length=20,
                                verbose_name="许可检查种类",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("on_site", "现场检查"),
                                    ("off_site_written", "非现场检查（书面材料）"),
                                    ("off_site_remote", "非现场检查（远程）"),
                                ],
                                default="on_site",
                                max_length=20,
                                verbose_name="检查方式",
                            ),
                        ),
                        ("announced", models.BooleanField(default=False, verbose_name="预先告知")),
                        ("reason", models.CharField(max_length=300, verbose_name="检查事由")),
                        ("legal_basis", models.CharField(max_length=500, verbose_name="检查依据")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("assigned", "待组队"),
                                    ("teamed", "待编制方案"),
                                    ("plan_submitted", "方案待批准"),
                                    ("plan_approved", "方案已批准"),
                                    ("on_site", "现场检查中"),
                                    ("off_site", "非现场检查中"),
                                    ("closing", "陈述申辩"),
                                    ("concluded", "已作结论"),
                                    ("recorded", "待签字"),
                                    ("signed", "已签字"),
                                    ("to_submit", "待报送评定"),
                                    ("evaluating", "待综合评定"),
                                    ("assessing", "待风险评估"),
                                    ("delivered", "记录已交付"),
                                    ("closed", "已办结"),
                                    ("escalated", "已移交处理"),
                                    ("cancelled", "已取消"),
                                ],
                                db_index=True,
                                default="assigned",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("edition", models.CharField(blank=True, max_length=20, verbose_name="检查要点版本")),
                        ("checklist", models.CharField(blank=True, max_length=60, verbose_name="检查表")),
                        ("pack", models.CharField(blank=True, max_length=60, verbose_name="规则版本")),
                        ("bound_on", models.DateField(null=True, verbose_name="规则绑定日")),
                        ("started_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                        (
                            "obstruction",
                            models.BooleanField(default=False, verbose_name="拒绝、逃避、阻碍检查"),
                        ),
                        ("obstruction_note", models.TextField(blank=True, verbose_name="拒绝情形")),
                        (
                            "computed_conclusion",
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
                                verbose_name="系统判定",
                            ),
                        ),
                        (
                            "conclusion",
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
                                verbose_name="检查结论",
                            ),
                        ),
                        (
                            "conclusion_answer",
                            models.JSONField(blank=True, default=dict, verbose_name="判定理由"),
                        ),
                        ("override_reason", models.TextField(blank=True, verbose_name="变更判定的理由")),
                        ("concluded_at", models.DateTimeField(null=True, verbose_name="结论时间")),
                        ("handling_opinion", models.TextField(blank=True, verbose_name="处理意见或者建议")),
                        (
                            "involves_risk_control",
                            models.BooleanField(default=False, verbose_name="需采取风险控制措施"),
                        ),
                        ("suspected_violation", models.BooleanField(default=False, verbose_name="涉嫌违法")),
                        ("record_form", models.CharField(blank=True, max_length=30, verbose_name="记录形式")),
                        (
                            "record_digest",
                            models.CharField(blank=True, max_length=64, verbose_name="记录摘要"),
                        ),
                        ("recorded_at", models.DateTimeField(null=True, verbose_name="记录制作时间")),
                        ("delivered_at", models.DateTimeField(null=True, verbose_name="交付时间")),
                        ("delivered_to", models.CharField(blank=True, max_length=60, verbose_name="接收人")),
                        ("closed_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                        (
                            "cancel_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="取消原因"),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="建立时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "dispatching_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspections_dispatched",
                                to="authorities.authority",
                                verbose_name="派出检查单位",
                            ),
                        ),
                        (
                            "local_authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspections_local",
                                to="authorities.authority",
                                verbose_name="辖区监管部门",
                            ),
                        ),
                        (
                            "organising_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspections_organised",
                                to="authorities.authority",
                                verbose_name="组织检查的单位",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspections",
                                to="registry.party",
                                verbose_name="被检查对象",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="registry.site",
                                verbose_name="检查地址",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspection",
                                to="programme.task",
                                verbose_name="任务",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        (
                            "uninspected_reason",
                            models.TextField(blank=True, default="", verbose_name="未检查项目的理由"),
                        ),
                    ],
                    options={
                        "verbose_name": "检查",
                        "verbose_name_plural": "检查",
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("number", ""), _negated=True),
                                fields=("number",),
                                name="inspection_number_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TeamMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("leader", "组长"),
                                    ("member", "检查员"),
                                    ("expert", "专家"),
                                    ("partner", "联合单位检查员"),
                                ],
                                max_length=10,
                                verbose_name="组内职责",
                            ),
                        ),
                        ("joined_at", models.DateTimeField(verbose_name="加入时间")),
                        ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="退出时间")),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="team",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "检查组成员",
                        "verbose_name_plural": "检查组成员",
                        "ordering": ("inspection", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="ReadLog",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.CharField(max_length=80, verbose_name="查阅内容")),
                        ("door", models.CharField(max_length=20, verbose_name="途径")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "inspection",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reads",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="查阅人",
                            ),
                        ),
                        ("digest", models.CharField(blank=True, max_length=64, verbose_name="该行摘要")),
                        ("line", models.PositiveIntegerField(default=0, verbose_name="第几行")),
                        ("source", models.CharField(blank=True, max_length=60, verbose_name="登记文件")),
                        (
                            "task",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reads",
                                to="programme.task",
                                verbose_name="任务",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "查阅记录",
                        "verbose_name_plural": "查阅记录",
                        "ordering": ("-at",),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(models.Q(("source", ""), _negated=True), ("task", None)),
                                fields=("source", "line", "inspection"),
                                name="read_folded_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("source", ""), _negated=True), ("inspection", None)
                                ),
                                fields=("source", "line", "task"),
                                name="read_of_task_folded_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CredentialShown",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="证件")),
                        ("number", models.CharField(max_length=40, verbose_name="证件号")),
                        ("shown_at", models.DateTimeField(verbose_name="出示时间")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="credentials_shown",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "证件出示",
                        "verbose_name_plural": "证件出示",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
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
                                choices=[("opening", "首次会议"), ("closing", "末次会议")],
                                max_length=10,
                                verbose_name="会议",
                            ),
                        ),
                        ("held_at", models.DateTimeField(verbose_name="时间")),
                        ("points", models.JSONField(default=list, verbose_name="告知与确认事项")),
                        (
                            "notice_omitted_reason",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="未预先告知而省略的说明"
                            ),
                        ),
                        (
                            "party_attendee",
                            models.CharField(blank=True, max_length=60, verbose_name="被检查对象参加人"),
                        ),
                        (
                            "party_attendee_post",
                            models.CharField(blank=True, max_length=60, verbose_name="职务"),
                        ),
                        ("notes", models.TextField(blank=True, verbose_name="记录")),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="meetings",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "kept_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="记录人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会议",
                        "verbose_name_plural": "会议",
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("inspection", "kind"), name="meeting_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Signature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[("team", "检查组"), ("party", "被检查对象")],
                                max_length=10,
                                verbose_name="一方",
                            ),
                        ),
                        ("signer_name", models.CharField(max_length=60, verbose_name="姓名")),
                        ("signer_post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("signed", "签字"),
                                    ("sealed", "盖章"),
                                    ("refused", "拒绝签字或者盖章"),
                                ],
                                max_length=10,
                                verbose_name="方式",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="拒绝理由")),
                        ("witness", models.CharField(blank=True, max_length=60, verbose_name="见证人")),
                        ("record_digest", models.CharField(max_length=64, verbose_name="记录摘要")),
                        ("signed_at", models.DateTimeField(verbose_name="时间")),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="signatures",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签字人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "签字",
                        "verbose_name_plural": "签字",
                        "ordering": ("inspection", "side", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Evaluation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("no", models.PositiveIntegerField(verbose_name="第几次")),
                        ("materials", models.TextField(verbose_name="报送的资料")),
                        ("submitted_at", models.DateTimeField(verbose_name="报送时间")),
                        ("returned_because", models.TextField(blank=True, verbose_name="退回理由")),
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
                                verbose_name="现场核查结论",
                            ),
                        ),
                        (
                            "conclusion",
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
                                verbose_name="评定结论",
                            ),
                        ),
                        ("reasons", models.TextField(blank=True, verbose_name="评定意见")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="评定时间")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="评定人",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evaluations",
                                to="inspections.inspection",
                                verbose_name="检查",
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
                        "verbose_name": "综合评定",
                        "verbose_name_plural": "综合评定",
                        "ordering": ("inspection", "no"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("inspection", "no"), name="evaluation_number_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("item", models.CharField(max_length=10, verbose_name="检查要点")),
                        (
                            "item_class",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("critical", "关键项目"),
                                    ("major", "其他重点项目"),
                                    ("general", "一般项目"),
                                    ("recommended", "推荐项目"),
                                ],
                                max_length=20,
                                verbose_name="项目类别",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("conforming", "符合"),
                                    ("nonconforming", "不符合"),
                                    ("minor_flaw", "瑕疵"),
                                    ("not_applicable", "不适用"),
                                ],
                                max_length=20,
                                verbose_name="结果",
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="检查发现")),
                        ("found_at", models.DateTimeField(verbose_name="检查时间")),
                        (
                            "found_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="检查员",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "检查结果",
                        "verbose_name_plural": "检查结果",
                        "ordering": ("inspection", "pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("inspection", "item"), name="finding_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deficiency",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("no", models.PositiveIntegerField(verbose_name="序号")),
                        ("text", models.TextField(verbose_name="缺陷描述")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("standing", "成立"),
                                    ("amended", "经陈述申辩修改"),
                                    ("withdrawn", "经陈述申辩撤销"),
                                ],
                                default="standing",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deficiencies",
                                to="inspections.finding",
                                verbose_name="检查结果",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deficiencies",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "缺陷",
                        "verbose_name_plural": "缺陷",
                        "ordering": ("inspection", "no"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("inspection", "no"), name="deficiency_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Statement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="陈述申辩内容")),
                        ("made_by", models.CharField(max_length=60, verbose_name="陈述人")),
                        ("made_at", models.DateTimeField(verbose_name="时间")),
                        ("verification", models.TextField(blank=True, verbose_name="核实情况")),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("accepted", "采纳"),
                                    ("partly", "部分采纳"),
                                    ("rejected", "不予采纳"),
                                ],
                                max_length=20,
                                verbose_name="处理",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="核实时间")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核实人",
                            ),
                        ),
                        (
                            "deficiency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statements",
                                to="inspections.deficiency",
                                verbose_name="所涉缺陷",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="statements",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        ("edition", models.PositiveIntegerField(default=0, verbose_name="针对第几稿记录")),
                    ],
                    options={
                        "verbose_name": "陈述申辩",
                        "verbose_name_plural": "陈述申辩",
                        "ordering": ("inspection", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="DeficiencyVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="缺陷描述")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("standing", "成立"),
                                    ("amended", "经陈述申辩修改"),
                                    ("withdrawn", "经陈述申辩撤销"),
                                ],
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="原因")),
                        ("changed_at", models.DateTimeField(verbose_name="时间")),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="修改人",
                            ),
                        ),
                        (
                            "deficiency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="inspections.deficiency",
                                verbose_name="缺陷",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deficiency_versions",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="inspections.statement",
                                verbose_name="陈述申辩",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "缺陷沿革",
                        "verbose_name_plural": "缺陷沿革",
                        "ordering": ("deficiency", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="MaterialRequest",
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
                            "kind",
                            models.CharField(
                                choices=[("material", "提交材料"), ("question", "书面说明")],
                                max_length=10,
                                verbose_name="要求",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="要求提交或者说明的内容")),
                        ("due_on", models.DateField(verbose_name="提交期限")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("waiting", "待提交"),
                                    ("handed_in", "待审核"),
                                    ("sufficient", "符合要求"),
                                    ("lapsed", "逾期未提交"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="waiting",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
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
                                related_name="material_requests",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="material_requests",
                                to="registry.party",
                                verbose_name="被检查对象",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "材料要求",
                        "verbose_name_plural": "材料要求",
                        "ordering": ("inspection", "no"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("inspection", "no"), name="material_request_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("no", models.PositiveIntegerField(verbose_name="第几次")),
                        ("receipt", models.CharField(max_length=60, unique=True, verbose_name="回执编号")),
                        ("text", models.TextField(blank=True, verbose_name="说明")),
                        ("files", models.JSONField(default=list, verbose_name="文件")),
                        ("handed_in_by", models.CharField(max_length=60, verbose_name="提交人")),
                        ("received_at", models.DateTimeField(verbose_name="收到时间")),
                        ("late", models.BooleanField(default=False, verbose_name="逾期")),
                        ("sufficient", models.BooleanField(null=True, verbose_name="符合要求")),
                        ("verdict", models.TextField(blank=True, verbose_name="审核意见")),
                        ("judged_at", models.DateTimeField(null=True, verbose_name="审核时间")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "judged_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="submissions",
                                to="inspections.materialrequest",
                                verbose_name="材料要求",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "提交的材料",
                        "verbose_name_plural": "提交的材料",
                        "ordering": ("request", "no"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("request", "no"), name="submission_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemoteSession",
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
                        ("no", models.PositiveIntegerField(verbose_name="第几次")),
                        (
                            "stage",
                            models.CharField(
                                choices=[("appointed", "已约定"), ("held", "已举行"), ("missed", "未举行")],
                                default="appointed",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("appointed_for", models.DateTimeField(verbose_name="约定时间")),
                        ("means", models.CharField(max_length=200, verbose_name="方式")),
                        ("appointed_at", models.DateTimeField(verbose_name="约定的时间")),
                        ("began_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                        ("team_present", models.JSONField(default=list, verbose_name="参加的检查人员")),
                        ("party_present", models.TextField(blank=True, verbose_name="被检查对象参加人")),
                        ("identities", models.TextField(blank=True, verbose_name="身份核对")),
                        ("shown", models.JSONField(default=list, verbose_name="查看经过")),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "appointed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="约定人",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="remote_sessions",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="记录人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "远程检查",
                        "verbose_name_plural": "远程检查",
                        "ordering": ("inspection", "no"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("inspection", "no"), name="session_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OffSiteAssessment",
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
                        ("risk", models.TextField(verbose_name="风险评估")),
                        (
                            "decision",
                            models.CharField(
                                choices=[("on_site", "开展现场检查"), ("none", "不需要现场检查")],
                                max_length=10,
                                verbose_name="决定",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(verbose_name="评估时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="评估人",
                            ),
                        ),
                        (
                            "inspection",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="off_site_assessment",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="programme.task",
                                verbose_name="现场检查任务",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "非现场检查风险评估",
                        "verbose_name_plural": "非现场检查风险评估",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="PlanVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("no", models.PositiveIntegerField(verbose_name="第几版")),
                        ("items", models.TextField(verbose_name="检查事项")),
                        ("focus", models.TextField(blank=True, verbose_name="检查重点")),
                        ("scope", models.JSONField(blank=True, default=list, verbose_name="检查要点范围")),
                        ("checkpoints", models.BooleanField(default=True, verbose_name="依据检查要点")),
                        ("start_on", models.DateField(verbose_name="检查日期起")),
                        ("end_on", models.DateField(verbose_name="检查日期止")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("on_site", "现场检查"),
                                    ("off_site_written", "非现场检查（书面材料）"),
                                    ("off_site_remote", "非现场检查（远程）"),
                                ],
                                max_length=20,
                                verbose_name="检查方式",
                            ),
                        ),
                        ("announced", models.BooleanField(default=False, verbose_name="预先告知")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("submitted", "待批准"),
                                    ("approved", "已批准"),
                                    ("rejected", "退回"),
                                    ("superseded", "已被新版代替"),
                                ],
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(verbose_name="提交时间")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="批准时间")),
                        ("note", models.TextField(blank=True, verbose_name="意见")),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="编制人",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准人",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="plans",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "检查方案",
                        "verbose_name_plural": "检查方案",
                        "ordering": ("inspection", "no"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("inspection", "no"), name="plan_version_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanChange",
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
                                    ("team", "检查人员"),
                                    ("schedule", "检查日程"),
                                    ("content", "检查内容"),
                                    ("party", "被检查对象"),
                                    ("plan", "检查方案"),
                                ],
                                max_length=20,
                                verbose_name="变更事项",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="变更理由")),
                        ("proposed", models.JSONField(default=dict, verbose_name="拟变更内容")),
                        ("requested_at", models.DateTimeField(verbose_name="申请时间")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="决定时间")),
                        ("consented", models.BooleanField(null=True, verbose_name="同意")),
                        ("note", models.TextField(blank=True, verbose_name="意见")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="决定人",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "方案变更",
                        "verbose_name_plural": "方案变更",
                        "ordering": ("inspection", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="NumberSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("stem", models.CharField(max_length=80, unique=True, verbose_name="文号前段")),
                        ("last", models.PositiveIntegerField(default=0, verbose_name="已用到")),
                    ],
                    options={
                        "verbose_name": "文号",
                        "verbose_name_plural": "文号",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]

# 妆检 Zhuangjian. `make demo` and `make test` need nothing but Python 3.11 or later (and, for the browser tests, Debian's packages).

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
BIN := .venv/bin
PORT ?= 8000
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest
# Each process begins with its own half, so that what stands in the database stands for many tests, and helps the other at the end.
SHARED := -n $(WORKERS) --dist worksteal

export PORT
export PYTHONUTF8 := 1

.PHONY: help demo env env-dev assets test quick lint format unit test-postgres test-browser articles coverage docs bench lock clean exchange
.NOTPARALLEL:
.DEFAULT_GOAL := help

help: ## 列出可用的命令
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 22

demo: assets ## 安装一切、造一个演示省份并启动网站
	@$(BIN)/zhuangjian demo --serve

env:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更高版本。" >&2; exit 1; }
	@$(PYTHON) tools/bootstrap.py base

env-dev:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更高版本。" >&2; exit 1; }
	@$(PYTHON) tools/bootstrap.py dev

assets: env ## 准备网页资源与地图
	@$(BIN)/python tools/assets.py

test: lint unit test-postgres test-browser docs ## 静态检查和全部测试

quick: ## 一分钟：静态检查，以及改动所涉的测试（BASE=main，QUICK_SECONDS=55）
	@$(BIN)/python tools/quick.py

lint: env-dev ## 格式、类型与楼层检查
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: env-dev ## 按规范改写代码
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

unit: env-dev assets ## SQLite 上的测试
	@$(PYTHON) tools/system.py unit
	ZHUANGJIAN_TEST_DB=sqlite $(PYTEST) $(SHARED)

# The engines know no database: their tests run once, with SQLite. What else runs once: tests/one_database.py.
PURE := bundle calendar checkpoints draw identifiers judge matching merkle names opinion planner risk rules signals tables text_import

test-postgres: env-dev assets ## PostgreSQL 上的测试
	ZHUANGJIAN_TEST_DB=postgres $(PYTEST) $(SHARED) --where-it-matters $(PURE:%=--ignore=tests/%)

test-browser: env-dev assets ## 用系统的 Chromium 走一遍网站
	@$(PYTHON) tools/system.py browser
	ZHUANGJIAN_TEST_DB=sqlite $(PYTEST) $(SHARED) -m browser tests/browser

articles: env-dev assets ## 逐一去掉各条的规则和代码再运行情景，条款状态由此得出（只运行有改动的，ARTICLES=all 全部）
	@$(BIN)/python tools/articles.py $(ARTICLES)

coverage: env-dev assets ## 测试覆盖率（SQLite）
	ZHUANGJIAN_TEST_DB=sqlite $(PYTEST) -n $(WORKERS) --cov --cov-report=term

exchange: env ## 两套系统在本机交换一件协查函和复函
	@$(BIN)/python tools/exchange.py

docs: env-dev ## 文档站点
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

bench: env-dev ## 性能比值（与对照在同一次运行中测得）
	@for file in bench/[a-z]*.py bench/*/__main__.py; do \
		test -e "$$file" || continue; echo "== $$file"; $(BIN)/python "$$file" || exit 1; done

lock: ## 重新锁定依赖（需要 uv）
	tools/lock

clean: ## 删除能重新生成的一切（不动 var/）
	rm -rf .venv node_modules site build dist test-results src/zhuangjian/web/static/vendor
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

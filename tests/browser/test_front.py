"""The page that everybody sees first, and the files it is made of."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", ["page", "phone"])
def test_the_sign_in_page_fits_and_runs_without_errors(width, request, screenshot):
    page = request.getfixturevalue(width)
    page.goto("/login/")
    screenshot(page, "login")
    assert page.locator("input[type=password]").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_every_third_party_file_is_served_from_the_site_itself(page):
    for path in (
        "tabler/tabler.min.css",
        "tabler/tabler.min.js",
        "icons/tabler-icons.min.css",
        "icons/fonts/tabler-icons.woff2",
        "htmx/htmx.min.js",
        "echarts/echarts.min.js",
        "leaflet/leaflet.js",
        "map/500000.geojson",
        "map/210000.geojson",
    ):
        assert page.request.get(f"/static/vendor/{path}").status == 200, path


def test_a_script_error_on_a_page_is_noticed(page, faults):
    page.goto("/login/")
    page.evaluate("setTimeout(() => { throw new Error('thrown on purpose') })")
    page.wait_for_timeout(200)
    assert any("thrown on purpose" in fault for fault in faults.unexpected())
    faults.expect("thrown on purpose")


def test_a_request_to_another_machine_is_noticed(page, faults):
    page.goto("/login/")
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => null)")
    page.wait_for_timeout(200)
    assert faults.unexpected()
    faults.expect("127.0.0.1:9|ERR_|Refused|violates")

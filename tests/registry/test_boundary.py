"""The map's boundaries: the built sketch, or the approved file a deployment names."""

from __future__ import annotations


def test_the_deployments_own_map_is_served_instead_of_the_sketch(world, client, settings, tmp_path):
    own = tmp_path / "approved.geojson"
    own.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    settings.MAP_FILE = str(own)
    client.force_login(world.leader, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get("/map/boundary.geojson")
    assert response["Content-Type"] == "application/geo+json"
    assert b"".join(response.streaming_content) == own.read_bytes()


def test_a_named_map_that_is_not_there_is_not_silently_replaced(world, client, settings, tmp_path):
    settings.MAP_FILE = str(tmp_path / "absent.geojson")
    client.force_login(world.leader, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/map/boundary.geojson").status_code == 404


def test_a_stranger_gets_the_sign_in_page_instead(client, db):
    assert client.get("/map/boundary.geojson").status_code == 302

import pytest


@pytest.fixture
def inspection(world):
    from tests.rectification.cases import delivered

    return delivered(world, deficiencies=0)

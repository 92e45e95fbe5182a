"""Header names in one comparable form: width, case, spaces and traditional characters folded."""

import re
import unicodedata

from gridloom_layers.roles.role import Role

_TRADITIONAL = (
    "編號區縣鄉鎮發時間點類別經緯東臺圖標識碼證聯繫電話單開關閉結辦處數質屬戶歲齡戸樓層築業統會構織總積戲現狀態備註說樹種徑寬"
    "圍長門國軍費額產權價稅營員職務選舉檔歷緊應調環衛裝設顯變廣場學醫療養護報導園綠燈桿車輛動靜機資訊來項級組鄰裡"
)
_SIMPLIFIED = (
    "编号区县乡镇发时间点类别经纬东台图标识码证联系电话单开关闭结办处数质属户岁龄户楼层筑业统会构织总积戏现状态备注说树种径宽"
    "围长门国军费额产权价税营员职务选举档历紧应调环卫装设显变广场学医疗养护报导园绿灯杆车辆动静机资讯来项级组邻里"
)
_SIMPLER = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_FILLERS = re.compile(r"[\s_\-:：.·/()（）]+")


def fold_header(text: str) -> str:
    """Return a header as it is compared: NFKC, lower case, no spaces or marks, simplified.

    >>> fold_header("Building_ID "), fold_header("編號")
    ('buildingid', '编号')
    """
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_SIMPLER)
    return _FILLERS.sub("", folded)


def known_headers(role: Role) -> frozenset[str]:
    """Return the folded names, titles and aliases of all fields of ``role``."""
    names = [
        name
        for field in role.fields
        for name in (field.name, *field.title.values(), *field.aliases)
    ]
    return frozenset(fold_header(name) for name in names)

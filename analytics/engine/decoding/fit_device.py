"""The name of the device that wrote a FIT file."""

from analytics.engine.decoding.fit_messages import Messages, Rows
from analytics.engine.decoding.fit_names import (
    GARMIN_MANUFACTURERS,
    GARMIN_PRODUCTS,
    MANUFACTURERS,
)
from analytics.engine.decoding.fit_profile import DeviceInfo, FileId, Message

CREATOR = 0  # device index of the device that wrote the file


def read_device(messages: Messages) -> str:
    """Name the maker and the product, as far as the file tells; "" where it does not."""
    file_id = messages.rows(Message.FILE_ID)
    if file_id is not None:
        named = _name(file_id, 0, FileId.MANUFACTURER, FileId.PRODUCT, FileId.PRODUCT_NAME)
        if named:
            return named
    devices = messages.rows(Message.DEVICE_INFO)
    if devices is None:
        return ""
    for row, index in enumerate(devices.codes(DeviceInfo.DEVICE_INDEX)):
        if index == CREATOR:
            return _name(
                devices,
                row,
                DeviceInfo.MANUFACTURER,
                DeviceInfo.PRODUCT,
                DeviceInfo.PRODUCT_NAME,
            )
    return ""


def _name(rows: Rows, row: int, maker_field: int, product_field: int, name_field: int) -> str:
    maker = rows.codes(maker_field)[row] or None  # 0 is nobody
    product = rows.codes(product_field)[row]
    maker_name = "" if maker is None else MANUFACTURERS.get(maker, f"Maker {maker}")
    product_name = rows.texts(name_field)[row] or _product_name(maker, product)
    if product_name.casefold().startswith(maker_name.casefold()):
        return product_name
    return f"{maker_name} {product_name}".strip()


def _product_name(maker: int | None, product: int | None) -> str:
    if not product:
        return ""
    if maker in GARMIN_MANUFACTURERS and product in GARMIN_PRODUCTS:
        return GARMIN_PRODUCTS[product]
    return str(product)

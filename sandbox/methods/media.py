"""Messages with files: single, albums, and getFile."""

from typing import Any

from sandbox.errors import ApiError, bad_request
from sandbox.files import ALBUM_LIMIT, DOWNLOAD_LIMIT, KINDS, PHOTO_LIMIT, UPLOAD_LIMIT, StoredFile, Upload, content_of
from sandbox.images import image_size
from sandbox.markup import NONE
from sandbox.methods.base import METHODS, Call, chat_of, method, writable
from sandbox.methods.outgoing import place, post, read_caption, reply_fields, with_text
from sandbox.params import Params

Json = dict[str, Any]
TITLES = {
    "sendPhoto": "photo", "sendDocument": "document", "sendVoice": "voice", "sendAudio": "audio",
    "sendVideo": "video", "sendVideoNote": "video_note", "sendAnimation": "animation", "sendSticker": "sticker",
}  # fmt: skip
PHOTO_EDGES = 10_000  # width + height
PHOTO_RATIO = 20
ALBUM_MINIMUM = 2
CAPTIONLESS = frozenset({"video_note", "sticker"})
SHAPE = ("duration", "width", "height", "length")
WORDS = ("title", "performer", "emoji")
LONE_IN_ALBUM = ("document", "audio")


def read_file(call: Call, kind: str, value: Any) -> StoredFile:
    """The file meant by an upload, `attach://name` or a file_id; URLs are refused as §3 says."""
    upload = value if isinstance(value, Upload) else None
    text = value if isinstance(value, str) else ""
    if text.startswith("attach://"):
        upload = call.params.files.get(text.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    if upload is not None:
        return call.world.keep_file(call.bot, kind, _checked(upload, kind))
    if not text:
        raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    if "://" in text:
        is_http = text.lower().startswith(("http://", "https://"))
        raise bad_request("failed to get HTTP URL content" if is_http else "wrong HTTP URL specified")
    stored = call.world.files.by_id(call.bot.id, text)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind and (kind != "document" or stored.kind == "photo"):
        raise bad_request(f"can't use file of type {_type_name(stored.kind)} as {_type_name(kind)}")
    return stored


def _type_name(kind: str) -> str:
    return {"voice": "VoiceNote", "video_note": "VideoNote"}.get(kind, kind.capitalize())


def _checked(upload: Upload, kind: str) -> Upload:
    size = len(upload.data)
    if not size:
        raise bad_request("file must be non-empty")
    if size > UPLOAD_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo":
        if size > PHOTO_LIMIT:
            raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes")
        shape = image_size(upload.data)
        if shape is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if sum(shape) > PHOTO_EDGES or max(shape) > PHOTO_RATIO * min(shape):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return upload


def read_shape(params: Params) -> Json:
    """Duration, size and titles that a bot may tell about its file."""
    numbers = {name: params.integer(name) for name in SHAPE if params.has(name)}
    return {**numbers, **{name: params.text(name) for name in WORDS if params.has(name)}}


def caption_fields(params: Params, kind: str) -> Json:
    """Caption and its companions, as far as this kind of message has them."""
    if kind in CAPTIONLESS:
        return {}
    fields = with_text(read_caption(params), caption=True)
    if params.flag("show_caption_above_media") and kind in {"photo", "video", "animation"}:
        fields["show_caption_above_media"] = True
    if params.flag("has_spoiler") and kind in {"photo", "video", "animation"}:
        fields["has_media_spoiler"] = True
    return fields


def _send(call: Call, kind: str) -> Any:
    chat = writable(call)
    given = call.params.files.get(kind) or call.params.text(kind)
    caption = caption_fields(call.params, kind)
    stored = read_file(call, kind, given)
    return post(call, chat, {**content_of(stored, read_shape(call.params)), **caption}, (stored,)).message


def _register(title: str, kind: str) -> None:
    METHODS[title.lower()] = (title, lambda call: _send(call, kind))


for _title, _kind in TITLES.items():
    _register(_title, _kind)


def read_input_media(call: Call, item: Any) -> tuple[str, StoredFile, Json]:
    """Kind, file and message content of an InputMedia."""
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    params = Params(item)
    kind = params.text("type")
    if kind not in KINDS or kind in CAPTIONLESS or kind == "voice":
        raise bad_request(f'can\'t parse InputMedia: invalid type "{kind}" specified')
    caption = caption_fields(params, kind)
    stored = read_file(call, kind, params.text("media"))
    return kind, stored, {**content_of(stored, read_shape(params)), **caption}


@method("sendMediaGroup")
def send_media_group(call: Call) -> Any:
    """An album of 2–10; documents only with documents, audio only with audio."""
    chat = writable(call)
    items = call.params.items("media", "media")
    if len(items) < ALBUM_MINIMUM:
        raise bad_request("there are no messages to send" if not items else "album must contain at least 2 messages")
    if len(items) > ALBUM_LIMIT:
        raise bad_request("too many messages to send as an album")
    parts = [_part(call, number, item) for number, item in enumerate(items, 1)]
    kinds = {kind for kind, _, _ in parts}
    for kind in LONE_IN_ALBUM:
        if kind in kinds and len(kinds) > 1:
            raise bad_request(f"{kind} can't be mixed with other media types")
    if "animation" in kinds:
        raise bad_request("animation can't be mixed with other media types")
    reply = reply_fields(call, chat)
    chat.afford(call.world.clock.now(), len(parts))
    group = {"media_group_id": str(10**16 + call.world.ids.take("album"))}
    return [place(call, chat, {**reply, **group, **content}, (file,), NONE).message for _, file, content in parts]


def _part(call: Call, number: int, item: Any) -> tuple[str, StoredFile, Json]:
    try:
        return read_input_media(call, item)
    except ApiError as error:
        words = error.description.removeprefix("Bad Request: ")
        raise bad_request(f'failed to send message #{number} with the error message "{words}"') from None


@method("getFile")
def get_file(call: Call) -> Json:
    """The path to download; files beyond 20 MB are refused."""
    file_id = call.params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    stored = call.world.files.by_id(call.bot.id, file_id)
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    if call.world.files.data(stored) is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    unique = stored.unique_id + file_id[len(stored.file_id) :]
    return {"file_id": file_id, "file_unique_id": unique, "file_size": stored.size, "file_path": stored.path}


@method("getUserProfilePhotos")
def get_user_profile_photos(call: Call) -> Json:
    """Nobody here has a profile photo."""
    chat_of(call, "user_id")
    return {"total_count": 0, "photos": []}

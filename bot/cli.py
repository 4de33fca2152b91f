"""The command `hoinghi`: parses, calls, prints, and no more."""

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.evaluate import Wish, evaluate
from bot.errors import StoreError
from bot.settings import Settings, SettingsError, read_settings
from retrieval.errors import RetrievalError

if TYPE_CHECKING:
    from bot.commands.bench import Race


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit codes: 0 done, 1 it could not be done, 2 asked or set up wrongly, 130 interrupted."""
    parsed = _parser().parse_args(arguments)
    _write_utf8()
    try:
        return _call(parsed, read_settings(**_given(parsed)))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except (RetrievalError, StoreError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has gone: there is nobody to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _given(parsed: argparse.Namespace) -> dict[str, str]:
    """The settings named on the command line."""
    webhook = getattr(parsed, "webhook", None)
    return {} if webhook is None else {"webhook_url": webhook}


def _call(parsed: argparse.Namespace, settings: Settings) -> int:
    """Each command brings only what it needs: a question need not wait for Telegram and the database to load."""
    match parsed.command:
        case "ask":
            from bot.commands.ask import ask

            return ask(settings, parsed.question, parsed.json)
        case "corpus":
            from bot.commands.corpus import show_corpus

            return show_corpus(settings)
        case "gallery":
            from bot.commands.gallery import gallery

            return gallery(settings, parsed.folder)
        case "settings":
            from bot.commands.settings import show_settings

            return show_settings()
        case "backup" | "restore":
            from bot.commands.backup import back_up_here, restore_here

            if parsed.command == "backup":
                return back_up_here(settings, parsed.file)
            return restore_here(settings, parsed.file, parsed.replace)
        case "check":
            from bot.commands.check import check

            return check(settings)
        case "reload":
            from bot.commands.reload import reload_running

            return reload_running(settings)
        case "bench":
            from bot.commands.bench import bench

            return bench(settings, _race(parsed))
        case "evaluate":
            return evaluate(settings, _wish(parsed))
    return _talk(parsed.command, settings)


def _talk(command: str, settings: Settings) -> int:
    from bot.commands.telegram import NO_TOKEN, serve_telegram
    from bot.commands.terminal import chat_here

    if command == "serve" or (command == "run" and settings.token):
        return serve_telegram(settings)
    if command == "run":
        print(NO_TOKEN, "Trong lúc chờ, mời bạn hỏi ngay tại đây.", file=sys.stderr)
    return chat_here(settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("hoinghi", description="Hỏi đáp về các Hội nghị Ngoại giao của Việt Nam.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="lệnh")
    commands.add_parser("run", help="phục vụ Telegram nếu có TELEGRAM_BOT_TOKEN, không thì trò chuyện tại đây")
    serving = commands.add_parser("serve", help="phục vụ Telegram")
    serving.add_argument(
        "--webhook", metavar="URL", help="địa chỉ https để Telegram mang tin đến, thay cho hỏi liên tục"
    )
    commands.add_parser("chat", help="trò chuyện với bot tại đây")
    asking = commands.add_parser("ask", help="trả lời một câu hỏi, hoặc mỗi dòng của đầu vào một câu")
    asking.add_argument("question", nargs="?", metavar="câu hỏi", help="không có thì đọc đầu vào chuẩn")
    asking.add_argument("--json", action="store_true", help="mỗi câu trả lời là một dòng JSON")
    commands.add_parser("corpus", help="các hội nghị và bài báo đã đọc, và những dòng để ngoài")
    commands.add_parser("check", help="kiểm tra cài đặt, kho bài, cơ sở dữ liệu và bot trên Telegram")
    commands.add_parser("reload", help="bảo bot đang chạy đọc lại thư mục bài")
    shown = commands.add_parser("gallery", help="mọi lời nhắn của bot trên một trang, và thành hình nếu có trình duyệt")
    shown.add_argument("folder", type=Path, metavar="thư mục", help="nơi ghi trang và hình")
    commands.add_parser("settings", help="in bảng các cài đặt, dạng Markdown")
    backup = commands.add_parser("backup", help="sao lưu cơ sở dữ liệu vào một tệp, cả khi bot đang chạy")
    restoring = commands.add_parser("restore", help="nạp một bản sao lưu vào cơ sở dữ liệu, SQLite hay PostgreSQL")
    for each in (backup, restoring):
        each.add_argument("file", type=Path, metavar="tệp", help="tệp sao lưu, như hoinghi.jsonl.gz")
    restoring.add_argument("--replace", action="store_true", help="thay toàn bộ nội dung đang có")
    _add_bench(commands.add_parser("bench", help="đo tốc độ, bên cạnh các hệ thống khác"))
    _add_evaluate(commands.add_parser("evaluate", help="đo chất lượng trên một bộ thử hoặc một tệp câu hỏi"))
    return parser


def _add_bench(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sizes", type=_sizes, default=(1_000, 10_000, 100_000, 1_000_000), help="số câu, cách nhau bằng dấu phẩy"
    )
    parser.add_argument("--sentences", type=Path, metavar="TỆP", help="câu thật, mỗi dòng một câu; không thì tự sinh")
    parser.add_argument("--seed", type=int, default=0, help="số gieo cho phần sinh ngẫu nhiên")
    parser.add_argument("--json", action="store_true", help="in số liệu dạng JSON")
    parser.add_argument("--picture", type=Path, metavar="PNG", help="vẽ thời gian theo số câu")
    parser.add_argument("--answers-up-to", type=int, default=10_000, metavar="N", help="đo cả câu trả lời tới N câu")
    parser.add_argument("--only", type=lambda text: tuple(text.split(",")), default=(), help="chỉ đo các hệ thống này")


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(int(size) for size in text.split(","))
    if min(sizes) < 1:
        raise ValueError(text)
    return sizes


def _race(parsed: argparse.Namespace) -> "Race":
    from bot.commands.bench import Race

    return Race(
        parsed.sizes, parsed.sentences, parsed.seed, parsed.picture, parsed.json, parsed.answers_up_to, parsed.only
    )


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path", type=Path, metavar="đường dẫn", help="thư mục bộ thử dạng BEIR, hoặc tệp câu hỏi .jsonl"
    )
    parser.add_argument("--without-marks", action="store_true", help="bỏ dấu các câu hỏi")
    parser.add_argument("--compare", action="store_true", help="thêm rank_bm25 và bm25s để so sánh")
    parser.add_argument("--ablation", action="store_true", help="đo lại khi bỏ từng thành phần")
    parser.add_argument("--trade-off", type=Path, metavar="PNG", help="đúng và sai theo ngưỡng, kèm hình vẽ")
    parser.add_argument("--json", action="store_true", help="in số liệu dạng JSON, từ 0 đến 1")


def _wish(parsed: argparse.Namespace) -> Wish:
    return Wish(parsed.path, parsed.without_marks, parsed.compare, parsed.ablation, parsed.trade_off, parsed.json)


def _write_utf8() -> None:
    """Print UTF-8 wherever we run; what cannot be encoded (a lone surrogate) as its escape, which JSON reads back."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")

"""The start of the bot when Telegram is in trouble."""

from bot.app import AnyApplication
from tests.wire import World, polling


async def test_trouble_with_the_registration_does_not_stop_the_start(world: World, app: AnyApplication) -> None:
    world.fault("502", "setMyCommands", times=None)
    async with polling(app):
        an = world.private(1)
        an.send("/help")
        assert "/hoinghi" in (await an.reply()).text

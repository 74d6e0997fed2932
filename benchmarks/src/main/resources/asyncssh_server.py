"""An AsyncSSH server with its defaults. Arguments: host key file, authorized_keys file."""

import asyncio
import sys

import asyncssh

BUFFER = 65536


async def serve(process):
    command, *arguments = process.command.split()
    if command == 'blob':
        block = bytes(BUFFER)
        rest = int(arguments[0])
        while rest > 0:
            process.stdout.write(block[:min(rest, BUFFER)])
            await process.stdout.drain()
            rest -= BUFFER
    elif command == 'sink':
        while await process.stdin.read(BUFFER):
            pass
    process.exit(0)


async def main():
    host_key, authorized_keys = sys.argv[1:]
    server = await asyncssh.listen('127.0.0.1', 0, server_host_keys=[host_key],
                                   authorized_client_keys=authorized_keys,
                                   process_factory=serve, sftp_factory=True, encoding=None)
    print('@ready', server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())

#!/usr/bin/env python3
"""Writes an image as a docker-archive tar from plain layers, with neither a registry nor an engine.

mkimage.py OUT.tar NAME:TAG --layer LAYER.tar... [--dir FOLDER:PATH] [--base OTHER.tar] [--entrypoint JSON]
           [--cmd JSON] [--env NAME=VALUE]... [--user UID] [--workdir FOLDER] [--stop-signal NAME]
mkimage.py OUT.tar NAME:TAG --base OTHER.tar        the same image under another name

The archive loads with `ctr images import`, `podman load` and `docker load`. The same layers make the same bytes.
"""
import argparse
import gzip
import hashlib
import io
import json
import os
import platform
import tarfile

CREATED = "1970-01-01T00:00:01Z"
ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("name")
    parser.add_argument("--base")
    parser.add_argument("--layer", action="append", default=[])
    parser.add_argument("--dir", action="append", default=[])
    parser.add_argument("--entrypoint")
    parser.add_argument("--cmd")
    parser.add_argument("--env", action="append", default=[])
    parser.add_argument("--user")
    parser.add_argument("--workdir")
    parser.add_argument("--stop-signal")
    return parser.parse_args()


def unpacked(data):
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def base_of(path):
    """The layers and the configuration of an archive."""
    with tarfile.open(path) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))[0]
        config = json.load(archive.extractfile(manifest["Config"]))["config"]
        return [unpacked(archive.extractfile(name).read()) for name in manifest["Layers"]], config


def layer_of(folder, path):
    """All files of a folder, at a path of the image, as root's and readable by all."""
    def cleaned(entry):
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mtime, entry.mode = 1, entry.mode | 0o444
        return entry

    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as archive:
        for parent, folders, files in os.walk(folder):
            folders.sort()
            for file in sorted(files):
                full = os.path.join(parent, file)
                archive.add(full, os.path.join(path, os.path.relpath(full, folder)), filter=cleaned)
    return layer.getvalue()


def configured(config, wanted):
    if wanted.entrypoint:
        config["Entrypoint"] = json.loads(wanted.entrypoint)
        config.pop("Cmd", None)
    if wanted.cmd:
        config["Cmd"] = json.loads(wanted.cmd)
    if wanted.env:
        config["Env"] = config.get("Env", []) + wanted.env
    if wanted.user:
        config["User"] = wanted.user
    if wanted.workdir:
        config["WorkingDir"] = wanted.workdir
    if wanted.stop_signal:
        config["StopSignal"] = wanted.stop_signal
    return config


def write(out, name, layers, config):
    digests = [hashlib.sha256(layer).hexdigest() for layer in layers]
    image = json.dumps({
        "architecture": ARCHITECTURE, "os": "linux", "created": CREATED, "config": config,
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + digest for digest in digests]},
        "history": [{"created": CREATED, "created_by": "mkimage"} for _ in layers],
    }).encode()
    config_name = hashlib.sha256(image).hexdigest() + ".json"
    with tarfile.open(out, "w") as archive:
        def put(path, data):
            entry = tarfile.TarInfo(path)
            entry.size, entry.mtime = len(data), 1
            archive.addfile(entry, io.BytesIO(data))

        for digest, layer in dict(zip(digests, layers)).items():
            put(digest + "/layer.tar", layer)
        put(config_name, image)
        put("manifest.json", json.dumps([{
            "Config": config_name, "RepoTags": [name], "Layers": [digest + "/layer.tar" for digest in digests],
        }]).encode())


def main():
    wanted = arguments()
    layers, config = base_of(wanted.base) if wanted.base else ([], {})
    for path in wanted.layer:
        with open(path, "rb") as file:
            layers.append(unpacked(file.read()))
    layers += [layer_of(*spec.split(":")) for spec in wanted.dir]
    # Beside the target and moved, so that a broken archive is never taken for a whole one.
    write(wanted.out + ".new", wanted.name, layers, configured(config, wanted))
    os.replace(wanted.out + ".new", wanted.out)


main()

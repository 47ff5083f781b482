# An image that runs as no root, on a file system that it cannot write:
#
#   docker build --tag walktalk .
#   docker run --read-only --tmpfs /tmp --volume walktalk:/var/lib/walktalk --publish 127.0.0.1:8501:8501 \
#     --env WALKTALK_DATABASE=postgresql://… --env WALKTALK_SIGN_IN=/run/walktalk/secrets.toml --env WALKTALK_PROXY=… \
#     --volume /etc/walktalk/secrets.toml:/run/walktalk/secrets.toml:ro walktalk
#
# It listens to every address of its own network, so it serves nothing until sign-in settings are mounted, readable by user 10001.
# WALKTALK_PROXY is the address of the proxy that ends https, as the container sees it. One container for each processor.
ARG BASE=python:3.12-slim-bookworm
FROM ${BASE}

# Chromium prints the paper; without it the one-file report prints the same.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends chromium \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --home-dir /var/lib/walktalk --create-home --shell /usr/sbin/nologin walktalk

WORKDIR /opt/walktalk
COPY requirements.txt ./
RUN python3 -m venv .venv && .venv/bin/python -m pip install --no-cache-dir --requirement requirements.txt
COPY serve.py dashboard.py CHANGELOG.md README.md ./
COPY .streamlit .streamlit
COPY pages pages
COPY sample_data sample_data
COPY walktalk_data walktalk_data
RUN .venv/bin/python -m compileall -q serve.py dashboard.py pages sample_data walktalk_data

USER walktalk
ENV WALKTALK_ADDRESS=0.0.0.0 WALKTALK_PORT=8501 WALKTALK_LOG=json PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
EXPOSE 8501
VOLUME /var/lib/walktalk
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD [".venv/bin/python", "-c", \
    "import os, urllib.request as asked; asked.urlopen(f'http://127.0.0.1:{os.environ[\"WALKTALK_PORT\"]}/api/ready', timeout=4)"]
CMD [".venv/bin/python", "serve.py"]

# The tag names Python's exact version and Debian's release. It is not a digest, which would also freeze
# Debian's security updates: they arrive under the same tag, so build anew to get them.
FROM python:3.11.14-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /opt/venv
# Dependencies first: this layer is built again only when the lock changes.
COPY requirements.lock ./
RUN /opt/venv/bin/python -m pip install --require-hashes -r requirements.lock
COPY bot ./bot
COPY cogs ./cogs
COPY storage ./storage
# The running bot may not write here, so its modules are compiled now.
RUN /opt/venv/bin/python -m compileall -q bot cogs storage

FROM python:3.11.14-slim-bookworm

ARG VERSION=unreleased
LABEL org.opencontainers.image.title="Jamboree" \
      org.opencontainers.image.description="A Discord bot with which communities make songs together" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"

ENV PATH="/opt/venv/bin:${PATH}" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    JAMBOREE_DATA_DIR=/data \
    JAMBOREE_WEB_HOST=0.0.0.0

# The ids are fixed, so that a volume keeps its owner from one image to the next.
RUN groupadd --gid 10001 jamboree \
 && useradd --no-log-init --uid 10001 --gid 10001 --no-create-home --home-dir /data \
      --shell /usr/sbin/nologin jamboree \
 && install --directory --owner=10001 --group=10001 --mode=0700 /data

COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app

WORKDIR /app
USER 10001:10001
VOLUME ["/data"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-m", "bot", "health"]
# No shell in between: signals reach the bot, which stops in order within 20 seconds.
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]

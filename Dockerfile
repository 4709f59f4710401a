# One image for every replica: the locked runtime dependencies, the five rooms, and nothing else.
FROM python:3.11-slim-bookworm AS build

WORKDIR /build
COPY requirements-run.txt requirements-build.txt ./
RUN python -m venv /opt/crisis-desk \
 && /opt/crisis-desk/bin/pip install --no-cache-dir --require-hashes -r requirements-run.txt \
 && pip install --no-cache-dir --require-hashes -r requirements-build.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY config config
COPY handlers handlers
COPY playbooks playbooks
COPY storage storage
RUN pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir wheel . \
 && /opt/crisis-desk/bin/pip install --no-cache-dir --no-deps wheel/*.whl

FROM python:3.11-slim-bookworm

RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/crisis-desk crisis
COPY --from=build /opt/crisis-desk /opt/crisis-desk

# Tokens and keys come from the environment of the container, never from the image.
ENV PATH=/opt/crisis-desk/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CRISIS_HOST=0.0.0.0 \
    CRISIS_PORT=8080 \
    CRISIS_DATABASE_URL=sqlite:////var/lib/crisis-desk/crisis.db

USER 10001
WORKDIR /var/lib/crisis-desk
VOLUME /var/lib/crisis-desk
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['CRISIS_PORT']}/healthz\", timeout=4)"]

ENTRYPOINT ["crisis"]
CMD ["serve"]

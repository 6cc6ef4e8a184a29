# The product in one image: web, workers and beat are commands of it (see compose.yaml).
FROM python:3.11-slim-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev pkg-config libmariadb-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/directeur
COPY requirements.lock requirements-mysql.lock ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements-mysql.lock

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libmariadb3 mariadb-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /var/lib/directeur directeur
WORKDIR /srv/directeur
COPY --from=build /srv/directeur/.venv .venv
COPY . .
ENV PATH=/srv/directeur/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    VAR_DIR=/var/lib/directeur \
    STATIC_DIR=/srv/static \
    STATIC_COLLECTED=true \
    LOG_FORM=json
RUN python manage.py collectstatic --no-input
USER directeur
VOLUME /var/lib/directeur
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "--config", "deploy/gunicorn.py", "cycling_site.wsgi"]

#!/bin/sh
# Runs once, when the database folder is empty: the owner of the platform's tables, and Temporal's account.
# The platform's other roles are made by its migrations.
set -eu

psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 \
  --set owner_password="$LENDING_OWNER_PASSWORD" --set temporal_password="$TEMPORAL_DATABASE_PASSWORD" <<'SQL'
CREATE ROLE lending_owner LOGIN CREATEROLE PASSWORD :'owner_password';
CREATE DATABASE lending OWNER lending_owner;
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'temporal_password';
SQL

#!/bin/sh
# Waits for the server and creates the platform's namespace. Running it again changes nothing; how long it keeps what
# is over, the prepare step sees to (TEMPORAL_RETENTION_DAYS).
set -eu

until temporal operator cluster health; do sleep 2; done
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 90d

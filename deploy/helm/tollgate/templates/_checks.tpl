{{/* What the schema cannot tell. */}}
{{- define "tollgate.checks" -}}
{{- if and .Values.ingress.enabled .Values.gateway.enabled }}{{ fail "ingress or gateway, not both: they tell callers' addresses in different ways" }}{{ end -}}
{{- if and .Values.catalogue.inline .Values.catalogue.existingConfigMap }}{{ fail "catalogue.inline or catalogue.existingConfigMap, not both" }}{{ end -}}
{{- if and .Values.autoscaling.edgeStreams.enabled (not .Values.autoscaling.enabled) }}{{ fail "autoscaling.edgeStreams is for autoscaling.enabled" }}{{ end -}}
{{- if and .Values.keyless.workloads (not .Values.keyless.enabled) }}{{ fail "keyless.workloads is for keyless.enabled" }}{{ end -}}
{{- if and .Values.operator.enabled (eq .Values.operator.token.secret "tollgate-bootstrap") (not .Values.bootstrap.enabled) }}{{ fail "operator.token: without bootstrap.enabled nobody makes Secret tollgate-bootstrap" }}{{ end -}}
{{- range $name, $store := dict "postgres" (.Values.postgres.external.host) "redis" (.Values.redis.external.url) -}}
{{- if and $store (get $.Values $name).enabled }}{{ fail (printf "%s.external is for %s.enabled=false" $name $name) }}{{ end -}}
{{- if and $store (get $.Values.secrets $name).data }}{{ fail (printf "%s.external or secrets.%s.data, not both" $name $name) }}{{ end -}}
{{- end -}}
{{- if .Values.bootstrap.quickstart -}}
{{- if not .Values.bootstrap.enabled }}{{ fail "bootstrap.quickstart is for bootstrap.enabled" }}{{ end -}}
{{- range list "internal" "masterKeys" "postgres" "redis" "receipts" -}}
{{- if (get $.Values.secrets .).name }}{{ fail (printf "with secrets.%s.name nothing is left to make: set bootstrap.quickstart=false" .) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- end -}}

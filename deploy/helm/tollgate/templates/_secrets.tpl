{{/* The data of each Secret that the chart makes, by the key under `secrets`, as JSON. */}}
{{- define "tollgate.madeSecrets" -}}
{{- $made := dict -}}
{{- range $key, $secret := .Values.secrets }}{{ with $secret.data }}{{ $_ := set $made $key . }}{{ end }}{{ end -}}
{{- with .Values.postgres.external }}{{ if .host -}}
{{- $address := printf "%s:%d/%s%s" .host (int .port) .database (ternary (printf "?%s" .parameters) "" (ne .parameters "")) -}}
{{- $_ := set $made "postgres" (dict "TOLLGATE_DB_REACTIVE_URL" (printf "postgresql://%s" $address) "TOLLGATE_DB_JDBC_URL" (printf "jdbc:postgresql://%s" $address) "TOLLGATE_DB_USER" .user "TOLLGATE_DB_PASSWORD" .password) -}}
{{- end }}{{ end -}}
{{- with .Values.redis.external.url }}{{ $_ := set $made "redis" (dict "TOLLGATE_REDIS_URL" .) }}{{ end -}}
{{- toJson $made -}}
{{- end -}}

{{/* Puts the names of Secrets of yours in place of the usual ones. */}}
{{- define "tollgate.secretNames" -}}
{{- $names := dict -}}
{{- range $key, $secret := .root.Values.secrets }}{{ with $secret.name }}{{ $_ := set $names (printf "tollgate-%s" (kebabcase $key)) . }}{{ end }}{{ end -}}
{{- range .container.envFrom -}}
{{- with .secretRef }}{{ $_ := set . "name" (get $names .name | default .name) }}{{ end -}}
{{- end -}}
{{- range .container.env -}}
{{- if .valueFrom }}{{ with .valueFrom.secretKeyRef }}{{ $_ := set . "name" (get $names .name | default .name) }}{{ end }}{{ end -}}
{{- end -}}
{{- end -}}

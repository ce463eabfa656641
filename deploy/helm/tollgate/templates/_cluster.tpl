{{/* The volume of batches' files. */}}
{{- define "tollgate.claim" -}}
{{- $values := .root.Values -}}
{{- if $values.batch.files.existingClaim }}{{ $_ := set .object "dropped" true }}{{ end -}}
{{- include "tollgate.storage" (dict "claim" .object "storage" $values.batch.files) -}}
{{- if $values.keepData }}{{ $_ := set .object.metadata "annotations" (dict "helm.sh/resource-policy" "keep") }}{{ end -}}
{{- end -}}

{{/* What the bootstrap Job may do: to the Secrets that it makes, and no others. */}}
{{- define "tollgate.rights" -}}
{{- if eq .object.metadata.name "tollgate-bootstrap" -}}
{{- $values := .root.Values -}}
{{- $rules := .object.rules -}}
{{- if not $values.bootstrap.quickstart }}{{ $_ := set (index $rules 1) "resourceNames" (list "tollgate-bootstrap") }}{{ end -}}
{{- if not $values.keepData -}}
{{- /* Who names an owner for a Secret must be let delete it, where the API server asks for that. */ -}}
{{- $_ := set (index $rules 1) "verbs" (list "get" "update" "delete") -}}
{{- $_ := set .object "rules" (append $rules (dict "apiGroups" (list "") "resources" (list "serviceaccounts") "resourceNames" (list "tollgate-edge") "verbs" (list "get"))) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "tollgate.autoscaler" -}}
{{- $values := .root.Values -}}
{{- $spec := .object.spec -}}
{{- $wanted := get $values.autoscaling .app -}}
{{- $_ := set $spec "minReplicas" $wanted.minReplicas -}}
{{- $_ := set $spec "maxReplicas" $wanted.maxReplicas -}}
{{- $_ := set (first $spec.metrics).resource.target "averageUtilization" $wanted.cpuUtilization -}}
{{- if eq .app "edge" -}}
{{- $_ := set $spec.scaleTargetRef "kind" $values.edge.kind -}}
{{- $streams := $values.autoscaling.edgeStreams -}}
{{- if $streams.enabled -}}
{{- range list (list "tollgate_edge_streams" $streams.streams) (list "tollgate_edge_requests_per_second" $streams.requestsPerSecond) -}}
{{- if last . -}}
{{- $target := dict "type" "AverageValue" "averageValue" (last . | int | toString) -}}
{{- $_ := set $spec "metrics" (append $spec.metrics (dict "type" "Pods" "pods" (dict "metric" (dict "name" (first .)) "target" $target))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "tollgate.monitor" -}}
{{- $monitoring := .root.Values.monitoring -}}
{{- with $monitoring.labels }}{{ $_ := set $.object.metadata "labels" (merge (deepCopy .) $.object.metadata.labels) }}{{ end -}}
{{- if eq .object.kind "ServiceMonitor" }}{{ $_ := set (first .object.spec.endpoints) "interval" $monitoring.interval }}{{ end -}}
{{- end -}}

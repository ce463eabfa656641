{{- define "tollgate.service" -}}
{{- $spec := .object.spec -}}
{{- with .own.service.annotations }}{{ $_ := set $.object.metadata "annotations" . }}{{ end -}}
{{- if eq .app "edge" -}}
{{- $_ := set $spec "type" .own.service.type -}}
{{- with .own.service.nodePort }}{{ $_ := set (first $spec.ports) "nodePort" . }}{{ end -}}
{{- end -}}
{{- if and .root.Values.mtls.enabled (has .app (include "tollgate.inner" . | fromJsonArray)) -}}
{{- $_ := set $spec "ports" (append $spec.ports (dict "name" "https" "port" 443 "targetPort" "https" "protocol" "TCP")) -}}
{{- end -}}
{{- end -}}

{{- define "tollgate.policy" -}}
{{- $values := .root.Values -}}
{{- $spec := .object.spec -}}
{{- $name := .object.metadata.name -}}
{{- $inner := include "tollgate.inner" . | fromJsonArray -}}
{{- if and (eq $name "tollgate-edge") (or $values.ingress.enabled $values.gateway.enabled) -}}
{{- /* Only the proxies may talk to the edge. */ -}}
{{- $_ := set (first $spec.ingress) "from" (list (dict "namespaceSelector" (dict "matchLabels" (dict "tollgate.dev/entry" "true")))) -}}
{{- end -}}
{{- if and (eq $name "tollgate-billing") $values.kafkaExport.enabled -}}
{{- $_ := set $spec "egress" (append $spec.egress (dict "ports" (list (dict "port" 9092) (dict "port" 9093) (dict "port" 9094)))) -}}
{{- end -}}
{{- if and (eq $name "tollgate-auth") $values.keyless.enabled -}}
{{- /* The API server, which is no pod. */ -}}
{{- $_ := set $spec "egress" (append $spec.egress (dict "ports" (list (dict "port" 443) (dict "port" 6443)))) -}}
{{- end -}}
{{- if $values.mtls.enabled -}}
{{- if has (trimPrefix "tollgate-" $name) $inner }}{{ $_ := set (first (first $spec.ingress).ports) "port" 8443 }}{{ end -}}
{{- range $rule := $spec.egress -}}
{{- range $rule.to -}}
{{- $labels := dig "podSelector" "matchLabels" dict . -}}
{{- if has (index $labels "app.kubernetes.io/name" | default "" | trimPrefix "tollgate-") $inner }}{{ $_ := set (first $rule.ports) "port" 8443 }}{{ end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Ingress, Gateway and routes: hosts and certificates. */}}
{{- define "tollgate.entry" -}}
{{- $values := .root.Values -}}
{{- $object := .object -}}
{{- if eq $object.kind "Gateway" -}}
{{- if $values.gateway.parentRefs }}{{ $_ := set $object "dropped" true }}{{ end -}}
{{- $_ := set $object.spec "gatewayClassName" $values.gateway.className -}}
{{- with $values.gateway.annotations }}{{ $_ := set $object.metadata "annotations" . }}{{ end -}}
{{- range $object.spec.listeners -}}
{{- $host := get $values.hosts .name -}}
{{- $_ := set . "hostname" $host.name -}}
{{- $_ := set (first .tls.certificateRefs) "name" $host.tlsSecret -}}
{{- end -}}
{{- else -}}
{{- $host := get $values.hosts (trimPrefix "tollgate-" $object.metadata.name) -}}
{{- if eq $object.kind "HTTPRoute" -}}
{{- $_ := set $object.spec "hostnames" (list $host.name) -}}
{{- with $values.gateway.parentRefs }}{{ $_ := set $object.spec "parentRefs" . }}{{ end -}}
{{- else -}}
{{- $_ := set $object.spec "ingressClassName" $values.ingress.className -}}
{{- $_ := set (first $object.spec.rules) "host" $host.name -}}
{{- $_ := set $object.spec "tls" (list (dict "hosts" (list $host.name) "secretName" $host.tlsSecret)) -}}
{{- $_ := set $object.metadata "annotations" (merge (deepCopy $values.ingress.annotations) $object.metadata.annotations) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Prints every object of a file of objects/, with the values laid upon it. Takes root, file, and kinds, if only some are meant. */}}
{{- define "tollgate.objects" -}}
{{- $root := .root -}}
{{- $kinds := .kinds -}}
{{- $text := $root.Files.Get (printf "objects/%s" .file) -}}
{{- if not $text }}{{ fail (printf "the chart lacks objects/%s" .file) }}{{ end -}}
{{- range $part := regexSplit "(?m)^---\\s*$" $text -1 -}}
{{- $object := fromYaml $part -}}
{{- if hasKey $object "Error" }}{{ fail (printf "%s: %s" $.file $object.Error) }}{{ end -}}
{{- if and $object.kind (or (not $kinds) (has $object.kind $kinds)) }}
{{- include "tollgate.change" (dict "root" $root "object" $object) }}
{{ include "tollgate.print" (dict "root" $root "object" $object) }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* One object, in the release's namespace. */}}
{{- define "tollgate.print" -}}
{{- if not .object.dropped -}}
{{- $metadata := .object.metadata -}}
{{- if not (has .object.kind (list "ClusterRole" "ClusterRoleBinding" "CustomResourceDefinition")) -}}
{{- $_ := set $metadata "namespace" .root.Release.Namespace -}}
{{- end -}}
{{- with .root.Values.commonLabels -}}
{{- $_ := set $metadata "labels" (merge (default dict $metadata.labels) .) -}}
{{- end -}}
{{- with .root.Values.commonAnnotations -}}
{{- $_ := set $metadata "annotations" (merge (default dict $metadata.annotations) .) -}}
{{- end -}}
---
{{ toYaml .object }}
{{ end -}}
{{- end -}}

{{/* Changes an object as the values say. What is generated is in objects/; here is what kustomize's components patch, and more. */}}
{{- define "tollgate.change" -}}
{{- $app := index (default dict .object.metadata.labels) "app.kubernetes.io/name" | default .object.metadata.name | trimPrefix "tollgate-" -}}
{{- $all := dict "root" .root "object" .object "app" $app "own" (include "tollgate.own" (dict "root" .root "app" $app) | fromYaml) -}}
{{- if has .object.kind (list "Deployment" "StatefulSet" "Job" "CronJob") -}}
{{- include "tollgate.workload" $all -}}
{{- else if eq .object.kind "Service" -}}
{{- include "tollgate.service" $all -}}
{{- else if eq .object.kind "ServiceAccount" -}}
{{- with $all.own.serviceAccount.annotations }}{{ $_ := set $.object.metadata "annotations" . }}{{ end -}}
{{- else if eq .object.kind "PersistentVolumeClaim" -}}
{{- include "tollgate.claim" $all -}}
{{- else if eq .object.kind "NetworkPolicy" -}}
{{- include "tollgate.policy" $all -}}
{{- else if has .object.kind (list "Ingress" "Gateway" "HTTPRoute") -}}
{{- include "tollgate.entry" $all -}}
{{- else if eq .object.kind "HorizontalPodAutoscaler" -}}
{{- include "tollgate.autoscaler" $all -}}
{{- else if eq .object.kind "Role" -}}
{{- include "tollgate.rights" $all -}}
{{- else if has .object.kind (list "RoleBinding" "ClusterRoleBinding") -}}
{{- range .object.subjects }}{{ $_ := set . "namespace" $.root.Release.Namespace }}{{ end -}}
{{- else if eq .object.kind "CustomResourceDefinition" -}}
{{- /* With a definition every object of its kind would go, and no operator is left that lets them. */ -}}
{{- $_ := set .object.metadata "annotations" (merge (dict "helm.sh/resource-policy" "keep") (default dict .object.metadata.annotations)) -}}
{{- else if has .object.kind (list "ServiceMonitor" "PrometheusRule") -}}
{{- include "tollgate.monitor" $all -}}
{{- end -}}
{{- end -}}

{{/* The values of one kind of pod: what it says itself upon what holds for all. A migration has its service's. */}}
{{- define "tollgate.own" -}}
{{- $key := trimSuffix "-migrate" .app -}}
{{- if eq $key "ship-orphans" }}{{ $key = "orphans" }}{{ end -}}
{{- $values := .root.Values.AsMap -}}
{{- $none := dict "image" (dict "repository" "" "tag" "" "digest" "") -}}
{{- toYaml (mergeOverwrite $none (deepCopy $values.all) (deepCopy (default dict (get $values $key)))) -}}
{{- end -}}

{{/* Workloads: everything that has a pod. */}}
{{- define "tollgate.workload" -}}
{{- $object := .object -}}
{{- $spec := $object.spec -}}
{{- if eq $object.kind "CronJob" }}{{ $spec = $object.spec.jobTemplate.spec }}{{ end -}}
{{- $service := eq (index $object.metadata.labels "app.kubernetes.io/managed-by" | default "") "quarkus" -}}
{{- $migration := hasSuffix "-migrate" .app -}}
{{- $all := merge (dict "template" $spec.template "pod" $spec.template.spec "container" (first $spec.template.spec.containers) "service" $service "migration" $migration) . -}}
{{- if eq .app "bootstrap" }}{{ include "tollgate.bootstrap" $all }}{{ end -}}
{{- $before := toJson $spec -}}
{{- if eq .app "bootstrap" }}{{ include "tollgate.owner" $all }}{{ end -}}
{{- include "tollgate.image" $all -}}
{{- include "tollgate.secretNames" $all -}}
{{- if $service }}{{ include "tollgate.services" $all }}{{ end -}}
{{- if eq .app "edge" }}{{ include "tollgate.edge" $all }}{{ end -}}
{{- if eq .app "operator" }}{{ include "tollgate.operator" $all }}{{ end -}}
{{- if has .app (list "postgres" "redis") }}{{ include "tollgate.store" $all }}{{ end -}}
{{- include "tollgate.pod" $all -}}
{{- if and (eq $object.kind "Job") (ne $before (toJson $spec)) -}}
{{- /* A Job cannot be changed: another one takes its place. */ -}}
{{- $_ := set $object.metadata "name" (printf "%s-%s" $object.metadata.name (toJson $spec | sha256sum | trunc 8)) -}}
{{- end -}}
{{- end -}}

{{/* Puts a variable into a container, in place of one of that name. Takes container and variable. */}}
{{- define "tollgate.variable" -}}
{{- $kept := list -}}
{{- range .container.env }}{{ if ne .name $.variable.name }}{{ $kept = append $kept . }}{{ end }}{{ end -}}
{{- $_ := set .container "env" (append $kept .variable) -}}
{{- end -}}

{{- define "tollgate.image" -}}
{{- $shared := .root.Values.image -}}
{{- $image := .container.image -}}
{{- $repository := regexReplaceAll ":[^:/]+$" $image "" -}}
{{- $tag := regexFind "[^:/]+$" $image -}}
{{- if hasPrefix "ghcr.io/tollgate/" $repository -}}
{{- $repository = printf "%s/%s" $shared.registry (base $repository) -}}
{{- $tag = $shared.tag | default $tag -}}
{{- end -}}
{{- $repository = .own.image.repository | default $repository -}}
{{- $tag = .own.image.tag | default $tag -}}
{{- $_ := set .container "image" (ternary (printf "%s@%s" $repository .own.image.digest) (printf "%s:%s" $repository $tag) (ne .own.image.digest "")) -}}
{{- $_ := set .container "imagePullPolicy" $shared.pullPolicy -}}
{{- if $shared.pullSecrets -}}
{{- $names := list -}}
{{- range $shared.pullSecrets }}{{ $names = append $names (dict "name" .) }}{{ end -}}
{{- $_ := set .pod "imagePullSecrets" $names -}}
{{- end -}}
{{- end -}}

{{/* What every pod may be given. */}}
{{- define "tollgate.pod" -}}
{{- $own := .own -}}
{{- $pod := .pod -}}
{{- $container := .container -}}
{{- if or .service .migration -}}
{{- range $name, $value := $own.env -}}
{{- include "tollgate.variable" (dict "container" $container "variable" (dict "name" $name "value" (toString $value))) -}}
{{- end -}}
{{- range $own.extraEnv }}{{ include "tollgate.variable" (dict "container" $container "variable" .) }}{{ end -}}
{{- with $own.extraEnvFrom }}{{ $_ := set $container "envFrom" (concat $container.envFrom .) }}{{ end -}}
{{- with $own.extraVolumes }}{{ $_ := set $pod "volumes" (concat $pod.volumes .) }}{{ end -}}
{{- with $own.extraVolumeMounts }}{{ $_ := set $container "volumeMounts" (concat $container.volumeMounts .) }}{{ end -}}
{{- end -}}
{{- if not .migration -}}
{{- with $own.resources }}{{ $_ := set $container "resources" (mergeOverwrite $container.resources .) }}{{ end -}}
{{- end -}}
{{- with $own.nodeSelector }}{{ $_ := set $pod "nodeSelector" . }}{{ end -}}
{{- with $own.tolerations }}{{ $_ := set $pod "tolerations" . }}{{ end -}}
{{- with $own.affinity }}{{ $_ := set $pod "affinity" . }}{{ end -}}
{{- with $own.priorityClassName }}{{ $_ := set $pod "priorityClassName" . }}{{ end -}}
{{- if .service }}{{ with $own.topologySpreadConstraints }}{{ $_ := set $pod "topologySpreadConstraints" . }}{{ end }}{{ end -}}
{{- $metadata := .template.metadata -}}
{{- /* A service's own labels win: it is selected by them. */ -}}
{{- $_ := set $metadata "labels" (merge (default dict $metadata.labels) $own.podLabels .root.Values.commonLabels) -}}
{{- $annotations := deepCopy $own.podAnnotations -}}
{{- $made := include "tollgate.madeSecrets" .root -}}
{{- if and .service (ne $made "{}") }}{{ $_ := set $annotations "tollgate.dev/secrets" ($made | sha256sum) }}{{ end -}}
{{- with $annotations }}{{ $_ := set $metadata "annotations" (merge (default dict $metadata.annotations) .) }}{{ end -}}
{{- end -}}

{{/* What the seven services have in common. */}}
{{- define "tollgate.services" -}}
{{- $values := .root.Values -}}
{{- $spec := .object.spec -}}
{{- if and $values.autoscaling.enabled (ne .app "batch") -}}
{{- /* The autoscaler says how many; a number here would undo it at each upgrade. */ -}}
{{- $_ := unset $spec "replicas" -}}
{{- else if not (kindIs "invalid" .own.replicas) -}}
{{- $_ := set $spec "replicas" .own.replicas -}}
{{- end -}}
{{- if $values.spread.enabled -}}
{{- $constraints := list -}}
{{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" -}}
{{- $constraints = append $constraints (dict "maxSkew" 1 "topologyKey" . "whenUnsatisfiable" "ScheduleAnyway" "labelSelector" (dict "matchLabels" (dict "app.kubernetes.io/part-of" "tollgate")) "matchLabelKeys" (list "app.kubernetes.io/name")) -}}
{{- end -}}
{{- $_ := set .pod "topologySpreadConstraints" $constraints -}}
{{- end -}}
{{- range .pod.volumes -}}
{{- if and .configMap $values.catalogue.existingConfigMap }}{{ $_ := set .configMap "name" $values.catalogue.existingConfigMap }}{{ end -}}
{{- if and .persistentVolumeClaim $values.batch.files.existingClaim }}{{ $_ := set .persistentVolumeClaim "claimName" $values.batch.files.existingClaim }}{{ end -}}
{{- end -}}
{{- if and $values.demo.enabled (eq .app "routing") -}}
{{- include "tollgate.variable" (dict "container" .container "variable" (dict "name" "DEMO_BASE_URL" "value" "http://tollgate-demo/v1")) -}}
{{- end -}}
{{- if and $values.hosts.publicUrl (has .app (list "auth" "console")) -}}
{{- include "tollgate.variable" (dict "container" .container "variable" (dict "name" "TOLLGATE_PUBLIC_URL" "value" $values.hosts.publicUrl)) -}}
{{- end -}}
{{- if and $values.kafkaExport.enabled (eq .app "billing") -}}
{{- $_ := set .container "envFrom" (append .container.envFrom (dict "secretRef" (dict "name" ($values.secrets.kafka.name | default "tollgate-kafka")))) -}}
{{- include "tollgate.secretFiles" (dict "pod" .pod "container" .container "name" "kafka" "path" "/etc/tollgate/kafka" "secret" (dict "secretName" "tollgate-kafka-files" "defaultMode" 288 "optional" true)) -}}
{{- end -}}
{{- if and $values.keyless.enabled (eq .app "auth") }}{{ include "tollgate.keyless" . }}{{ end -}}
{{- if $values.mtls.enabled }}{{ include "tollgate.mtls" . }}{{ end -}}
{{- end -}}

{{/* The workloads file, and what the issuer's keys are read with. */}}
{{- define "tollgate.keyless" -}}
{{- include "tollgate.variable" (dict "container" .container "variable" (dict "name" "TOLLGATE_WORKLOADS" "value" "/etc/tollgate/workloads/workloads.yaml")) -}}
{{- $authority := dict "name" "kube-root-ca.crt" "items" (list (dict "key" "ca.crt" "path" "ca.crt")) -}}
{{- $token := dict "path" "token" "expirationSeconds" 3600 -}}
{{- $issuer := dict "defaultMode" 292 "sources" (list (dict "serviceAccountToken" $token) (dict "configMap" $authority)) -}}
{{- $workloads := dict "name" "tollgate-workloads" "defaultMode" 292 "optional" true -}}
{{- $_ := set .pod "volumes" (concat .pod.volumes (list (dict "name" "workloads" "configMap" $workloads) (dict "name" "issuer" "projected" $issuer))) -}}
{{- range list "workloads" "issuer" -}}
{{- $_ := set $.container "volumeMounts" (append $.container.volumeMounts (dict "name" . "mountPath" (printf "/etc/tollgate/%s" .) "readOnly" true)) -}}
{{- end -}}
{{- end -}}

{{- define "tollgate.operator" -}}
{{- $token := .root.Values.operator.token -}}
{{- include "tollgate.variable" (dict "container" .container "variable" (dict "name" "TOLLGATE_OPERATOR_EDGE_URL" "value" (printf "http://tollgate-edge.%s.svc/v1" .root.Release.Namespace))) -}}
{{- include "tollgate.variable" (dict "container" .container "variable" (dict "name" "TOLLGATE_OPERATOR_TOKEN" "valueFrom" (dict "secretKeyRef" (dict "name" $token.secret "key" $token.key)))) -}}
{{- end -}}

{{/* A Secret's keys as files. */}}
{{- define "tollgate.secretFiles" -}}
{{- $_ := set .pod "volumes" (append .pod.volumes (dict "name" .name "secret" .secret)) -}}
{{- $_ := set .container "volumeMounts" (append .container.volumeMounts (dict "name" .name "mountPath" .path "readOnly" true)) -}}
{{- end -}}

{{- define "tollgate.mtls" -}}
{{- include "tollgate.variable" (dict "container" .container "variable" (dict "name" "QUARKUS_PROFILE" "value" "prod,mtls")) -}}
{{- include "tollgate.secretFiles" (dict "pod" .pod "container" .container "name" "inner-tls" "path" "/etc/tollgate/tls" "secret" (dict "secretName" .root.Values.mtls.secretName "defaultMode" 288)) -}}
{{- if has .app (include "tollgate.inner" . | fromJsonArray) -}}
{{- $_ := set .container "ports" (append .container.ports (dict "name" "https" "containerPort" 8443 "protocol" "TCP")) -}}
{{- end -}}
{{- range .container.env -}}
{{- if regexMatch "^TOLLGATE_(AUTH|ROUTING|BILLING|RATELIMIT|BATCH)_URL$" .name }}{{ $_ := set . "value" (replace "http://" "https://" .value) }}{{ end -}}
{{- end -}}
{{- end -}}

{{/* The services that only services call. */}}
{{- define "tollgate.inner" -}}["auth", "routing", "billing", "ratelimit", "batch"]{{- end -}}

{{- define "tollgate.edge" -}}
{{- $values := .root.Values -}}
{{- $spec := .object.spec -}}
{{- /* Besides the streams' time: preStop, the journal's shipping, and some to spare (ADR 0022). */ -}}
{{- $drain := int $values.edge.drainSeconds -}}
{{- include "tollgate.variable" (dict "container" .container "variable" (dict "name" "TOLLGATE_SHUTDOWN_TIMEOUT" "value" (printf "%ds" $drain))) -}}
{{- $_ := set .pod "terminationGracePeriodSeconds" (add $drain 60) -}}
{{- if $values.ingress.enabled -}}
{{- range $name, $value := dict "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING" "true" "QUARKUS_HTTP_PROXY_ALLOW_X_FORWARDED" "true" "QUARKUS_HTTP_PROXY_TRUSTED_PROXIES" $values.ingress.trustedProxies -}}
{{- include "tollgate.variable" (dict "container" $.container "variable" (dict "name" $name "value" $value)) -}}
{{- end -}}
{{- end -}}
{{- if eq $values.edge.kind "Deployment" -}}
{{- $_ := set .object "kind" "Deployment" -}}
{{- range list "serviceName" "podManagementPolicy" "persistentVolumeClaimRetentionPolicy" "volumeClaimTemplates" }}{{ $_ := unset $spec . }}{{ end -}}
{{- $_ := set $spec "strategy" (dict "type" "RollingUpdate" "rollingUpdate" (dict "maxUnavailable" 0 "maxSurge" 1)) -}}
{{- /* An orderly end waits ten minutes more for a billing that is away: there is no next start to ship what it left. */ -}}
{{- include "tollgate.variable" (dict "container" .container "variable" (dict "name" "TOLLGATE_EDGE_JOURNAL_DRAIN_GRACE" "value" "600s")) -}}
{{- $_ := set .pod "terminationGracePeriodSeconds" (add $drain 660) -}}
{{- $_ := set .pod "volumes" (append .pod.volumes (dict "name" "journal" "emptyDir" dict)) -}}
{{- else -}}
{{- include "tollgate.storage" (dict "claim" (first $spec.volumeClaimTemplates) "storage" $values.edge.journal) -}}
{{- if not $values.keepData }}{{ $_ := set $spec.persistentVolumeClaimRetentionPolicy "whenDeleted" "Delete" }}{{ end -}}
{{- end -}}
{{- end -}}

{{/* Postgres and Redis of the chart's own. */}}
{{- define "tollgate.store" -}}
{{- include "tollgate.storage" (dict "claim" (first .object.spec.volumeClaimTemplates) "storage" .own.storage) -}}
{{- if not .root.Values.keepData -}}
{{- $_ := set .object.spec "persistentVolumeClaimRetentionPolicy" (dict "whenDeleted" "Delete" "whenScaled" "Retain") -}}
{{- end -}}
{{- end -}}

{{- define "tollgate.storage" -}}
{{- $_ := set .claim.spec.resources.requests "storage" .storage.size -}}
{{- with .storage.storageClass }}{{ $_ := set $.claim.spec "storageClassName" . }}{{ end -}}
{{- end -}}

{{/* The first operator's token; in a quickstart every Secret that is missing, and a demo key. */}}
{{- define "tollgate.bootstrap" -}}
{{- $values := .root.Values -}}
{{- if $values.bootstrap.quickstart -}}
{{- $_ := set .object.metadata "name" (replace "bootstrap-" "bootstrap-quickstart-" .object.metadata.name) -}}
{{- include "tollgate.variable" (dict "container" .container "variable" (dict "name" "TOLLGATE_BOOTSTRAP" "value" "quickstart")) -}}
{{- end -}}
{{- end -}}

{{- define "tollgate.owner" -}}
{{- if not .root.Values.keepData -}}
{{- /* The Secrets that it makes are deleted with this ServiceAccount, which every release has. */ -}}
{{- include "tollgate.variable" (dict "container" .container "variable" (dict "name" "TOLLGATE_BOOTSTRAP_OWNER" "value" "tollgate-edge")) -}}
{{- end -}}
{{- end -}}

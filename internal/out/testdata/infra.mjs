// Synthesizes the text for the CDK and compares it with the template for CloudFormation:
// node infra.mjs FOLDER, where FOLDER has a folder for each scene. aws-cdk-lib is looked
// for below the folder that the environment variable MTLENS_CDK names.

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.env.MTLENS_CDK, "node_modules", "x.js"));
const cdk = require("aws-cdk-lib");
const acm = require("aws-cdk-lib/aws-certificatemanager");
const ec2 = require("aws-cdk-lib/aws-ec2");
const elbv2 = require("aws-cdk-lib/aws-elasticloadbalancingv2");
const s3 = require("aws-cdk-lib/aws-s3");
const yaml = require(path.join(process.env.MTLENS_CDK, "node_modules", "aws-cdk-lib", "node_modules", "yaml", "index.js"));

/** alike leaves out what a reference names: here a parameter, there a resource. */
const alike = (value) =>
  JSON.parse(JSON.stringify(value), (key, v) => (key === "Name" || key.endsWith("Arn") || key.endsWith("S3Bucket") || key === "S3Bucket" ? "…" : v));

const kept = (resources) =>
  Object.fromEntries(
    Object.values(resources)
      .filter((r) => /::(Listener|TrustStore|TrustStoreRevocation)$/.test(r.Type))
      .map((r) => [r.Type, alike(r.Properties)]),
  );

for (const scene of fs.readdirSync(process.argv[2])) {
  const read = (name) => fs.readFileSync(path.join(process.argv[2], scene, name), "utf8");
  const text = read("listener.ts");
  const members = [...text.matchAll(/elbv2\.(\w+)\.(\w+)/g)];
  for (const [whole, type, member] of members) assert.ok(elbv2[type]?.[member] !== undefined, `${whole} is not of aws-cdk-lib`);
  const body = text.replace(/^import .*$/gm, "").replace(/export function listener\([\s\S]*?\): elbv2\.ApplicationListener \{/, "return function (stack, loadBalancer, targets, certificate, bucket) {");
  const listener = new Function("elbv2", body)(elbv2);
  const stack = new cdk.Stack(new cdk.App(), "Scene", { env: { region: "eu-west-1", account: "123456789012" } });
  const vpc = new ec2.Vpc(stack, "Vpc", { maxAzs: 2, natGateways: 0 });
  listener(
    stack,
    new elbv2.ApplicationLoadBalancer(stack, "LoadBalancer", { vpc }),
    new elbv2.ApplicationTargetGroup(stack, "Targets", { vpc, port: 80 }),
    acm.Certificate.fromCertificateArn(stack, "Certificate", "arn:aws:acm:eu-west-1:123456789012:certificate/x"),
    s3.Bucket.fromBucketName(stack, "Bucket", "bucket"),
  );
  const synthesized = kept(require("aws-cdk-lib/assertions").Template.fromStack(stack).toJSON().Resources);
  const references = { customTags: [{ tag: "!Ref", resolve: (_, node) => ({ Ref: node.strValue ?? String(node) }) }] };
  assert.deepEqual(kept(yaml.parse(read("listener.yaml"), references).Resources), synthesized, scene);

  const ingress = yaml.parse(read("ingress.yaml"));
  const setting = JSON.parse(ingress.metadata.annotations["alb.ingress.kubernetes.io/mutual-authentication"]);
  assert.equal(setting[0].mode, synthesized["AWS::ElasticLoadBalancingV2::Listener"].MutualAuthentication.Mode);
  const gateway = yaml.parseAllDocuments(read("gateway.yaml")).map((d) => d.toJSON());
  assert.equal(gateway[0].spec.listenerConfigurations[0].mutualAuthentication.mode, setting[0].mode);
  for (const document of [ingress, ...gateway]) assert.ok(document.apiVersion && document.kind && document.metadata.name);
}

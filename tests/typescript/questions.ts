// Questions to the API, typed by its description alone: this file compiles, or the description is not true.
import createClient from "openapi-fetch";
import type { components, paths } from "../../build/armoury";

// Lists can be had as CSV and in other forms too: what is asked for here is JSON.
type Media = "application/json" | "application/problem+json";
const armoury = createClient<paths, Media>({ baseUrl: "http://127.0.0.1:8000" });

export async function israeliSystemsOfIndia(): Promise<string[]> {
  const { data, error } = await armoury.GET("/api/v1/weapon-systems/", {
    params: { query: { origin: ["IL"], operator: ["IN"], spec: ["range__gte:200km"], status: ["in-service"] } },
  });
  if (error) throw new Error(told(error));
  return data.results.map((system) => system.slug ?? "");
}

export async function rangesOf(slug: string): Promise<(number | null | undefined)[]> {
  const { data, error } = await armoury.GET("/api/v1/weapon-systems/{slug}/", { params: { path: { slug } } });
  if (error) throw new Error(told(error));
  return data.specifications?.map((specification) => specification.maximum) ?? [];
}

function told(problem: components["schemas"]["Problem"]): string {
  return problem.errors?.map((fault) => `${fault.code} ${fault.parameter}`).join(", ") ?? problem.detail;
}

// @ts-expect-error: there is no such status, and the compiler knows it.
armoury.GET("/api/v1/weapon-systems/", { params: { query: { status: ["inservice"] } } });

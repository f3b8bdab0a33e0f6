/** The little of WebAssembly that the schema engine needs: neither es2023 nor Node.js 20's types declare it. */
declare namespace WebAssembly {
  type Module = object;
  type Exports = Record<string, unknown>;
  type ModuleImports = Record<string, unknown>;
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Record<string, ModuleImports>): Promise<{ exports: Exports }>;
}
